package io.hsdo.local.bench;

import java.nio.file.Path;

/**
 * A file from which a JVM takes classes that another has loaded: class data sharing, from Java 25
 * on the AOT cache.
 */
record ClassArchive(Jdk jdk, Path file) {
  private static final int FIRST_WITH_AOT_CACHE = 25;

  private boolean isAotCache() {
    return jdk.version() >= FIRST_WITH_AOT_CACHE;
  }

  String name() {
    return isAotCache() ? "AOT cache" : "CDS archive";
  }

  /** Of the JVM that writes it when it ends. */
  String writing() {
    return (isAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
  }

  String using() {
    return (isAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
  }
}
