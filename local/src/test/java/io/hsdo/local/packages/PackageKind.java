package io.hsdo.local.packages;

import java.util.Locale;

/** A kind of package, and the lines of shell that handle it. */
enum PackageKind {
  DEB("") {
    @Override
    String install(String file) {
      return "dpkg -i " + file;
    }

    @Override
    String remove(Built built) {
      return "dpkg -r " + built.program;
    }

    @Override
    String repack(String file, int major, String other) {
      return """
          rm -rf unpacked && dpkg-deb -R %s unpacked &&
          sed -i 's/^Version: .*/Version: %d.0.0-1/' unpacked/DEBIAN/control &&
          dpkg-deb -b -Znone unpacked %s
          """
          .formatted(file, major, other);
    }
  },

  RPM(".rpmsave") {
    // What Debian has installed rpm knows nothing of, so no dependency is there.
    @Override
    String install(String file) {
      return "rpm -U --oldpackage --nodeps " + UNCHECKED + file;
    }

    @Override
    String remove(Built built) {
      return "rpm -e " + UNCHECKED + built.program;
    }

    // Nothing unpacks an RPM package with its scripts, but a text of the same length fits in place.
    @Override
    String repack(String file, int major, String other) {
      return """
          built=$(rpm -qp --qf '%%{VERSION}' %1$s) &&
          LC_ALL=C sed "s/$(echo "$built" | sed 's/[.]/[.]/g')/%2$d${built#?}/g" %1$s >%3$s
          """
          .formatted(file, major, other);
    }
  };

  /** A package with another version in it no longer has the digests that it names. */
  private static final String UNCHECKED = "--nodigest --nosignature ";

  /** What is put behind the name of an edited file when its package is removed. */
  final String suffixOfEdited;

  PackageKind(String suffixOfEdited) {
    this.suffixOfEdited = suffixOfEdited;
  }

  /** Installs a package, also instead of a newer one. */
  abstract String install(String file);

  abstract String remove(Built built);

  /** Makes a package of the same files that has another version. */
  abstract String repack(String file, int major, String other);

  String fileOf(Built built) {
    return built.program + "." + name().toLowerCase(Locale.ROOT);
  }
}
