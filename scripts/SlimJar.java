import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import proguard.ClassPath;
import proguard.ClassPathEntry;
import proguard.Configuration;
import proguard.ConfigurationParser;
import proguard.ProGuard;

/**
 * Leaves out of a program's jar what {@code slim.pro} says. The files that stay keep their order and their times, so that
 * two builds have the same bytes.
 */
public final class SlimJar {
  private static final String OURS = "io/hsdo/";

  private SlimJar() {}

  /** Takes the path of the rules and that of the jar. */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[1]);
    Path folder = Files.createTempDirectory(jar.getParent(), "slim");
    Path jdk = folder.resolve("jdk.jar");
    Path shrunk = folder.resolve("shrunk.jar");
    Path slim = folder.resolve("slim.jar");
    copyJdk(jdk);
    shrink(Path.of(arguments[0]), jar, jdk, shrunk);
    copyInOrder(jar, shrunk, slim);
    Files.move(slim, jar, StandardCopyOption.REPLACE_EXISTING);
    for (Path left : List.of(jdk, shrunk, folder)) {
      Files.delete(left);
    }
  }

  private static void shrink(Path rules, Path from, Path jdk, Path to) throws Exception {
    var configuration = new Configuration();
    try (var parser = new ConfigurationParser(rules.toFile(), System.getProperties())) {
      parser.parse(configuration);
    }
    configuration.programJars = new ClassPath();
    configuration.programJars.add(new ClassPathEntry(from.toFile(), false));
    configuration.programJars.add(new ClassPathEntry(to.toFile(), true));
    configuration.libraryJars = new ClassPath();
    configuration.libraryJars.add(new ClassPathEntry(jdk.toFile(), false));
    new ProGuard(configuration).execute();
  }

  /** The JDK's classes as a jar: not every JDK has them in files that ProGuard can read. */
  private static void copyJdk(Path jar) throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    try (Stream<Path> files = Files.walk(modules);
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar))) {
      to.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : (Iterable<Path>) files.filter(SlimJar::isUsable)::iterator) {
        to.putNextEntry(new JarEntry(file.subpath(2, file.getNameCount()).toString()));
        Files.copy(file, to);
      }
    }
  }

  private static boolean isUsable(Path file) {
    String name = file.toString();
    return name.matches("/modules/(java[.]|jdk.httpserver/).*[.]class") && !name.endsWith("/module-info.class");
  }

  /** Our own classes are taken as they were, names of local variables included. */
  private static void copyInOrder(Path original, Path shrunk, Path slim) throws IOException {
    try (JarFile whole = new JarFile(original.toFile());
        JarFile rest = new JarFile(shrunk.toFile());
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(slim))) {
      for (JarEntry entry : Collections.list(whole.entries())) {
        JarFile from = entry.getName().startsWith(OURS) ? whole : rest;
        JarEntry content = from.getJarEntry(entry.getName());
        if (content != null && !entry.isDirectory()) {
          JarEntry copy = new JarEntry(entry.getName());
          copy.setTimeLocal(entry.getTimeLocal());
          to.putNextEntry(copy);
          from.getInputStream(content).transferTo(to);
          to.closeEntry();
        }
      }
    }
  }
}
