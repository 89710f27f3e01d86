import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Lays out below a module's {@code target/dist} what its packages install: {@code root} in both, {@code deb-root} and
 * {@code rpm-root} in one of them, {@code deb} and {@code rpm} what the package managers run. Templates are in {@code
 * common/src/main/dist}; files and words of one package alone in the module's {@code src/main/dist}.
 */
public final class PackageFiles {
  private static final Pattern TOKEN = Pattern.compile("@([a-z.]+)@");
  private static final Pattern PARAMETER = Pattern.compile("((?:# .*\n)+)(\\w+): (.*)\n");

  /** The byte of a gzip header that says how hard somebody tried; Java leaves it open, lintian reads it. */
  private static final int EXTRA_FLAGS = 8;

  private static final byte SLOWEST = 2;

  private final Path project;
  private final Path module;
  private final Path shared;
  private final Path own;
  private final Path dist;
  private final String name;
  private final Properties words = new Properties();

  private PackageFiles(Path project, Path module, String name, String version, String summary) throws IOException {
    this.project = project;
    this.module = module;
    this.name = name;
    shared = project.resolve("common/src/main/dist");
    own = module.resolve("src/main/dist");
    dist = module.resolve("target/dist");
    try (InputStream in = Files.newInputStream(own.resolve("package.properties"))) {
      words.load(in);
    }
    words.setProperty("package", name);
    words.setProperty("summary", summary);
    words.setProperty("version", version.replace("-", "~"));
    words.setProperty("mit", indented(Files.readString(project.resolve("LICENSE"))));
    for (String part : List.of("service.conf", "hardening.conf", "man/common.8")) {
      String word = part.replaceAll(".*/|[.].*", "");
      words.setProperty(word, filled(Files.readString(shared.resolve(part))).stripTrailing());
    }
  }

  public static void main(String[] arguments) throws Exception {
    new PackageFiles(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], arguments[3], arguments[4])
        .layOut();
  }

  private void layOut() throws IOException, InterruptedException {
    clear();
    String config = configuration();
    write("root/etc/hsdo/" + words.getProperty("config"), config);
    words.setProperty("parameters", manual(config));

    fill(shared.resolve("launcher"), "root/usr/bin/" + name);
    fill(own.resolve(name + ".service"), "root/usr/lib/systemd/system/" + name + ".service");
    copy(module.resolve("target/" + name + ".jar"), share("hsdo/" + name + "/" + name + ".jar"));
    copyAll(own, "jvm-*.options", share("hsdo/" + name));

    zip(own.resolve(name + ".8"), "root/" + share("man/man8/" + name + ".8.gz"));
    zip(shared.resolve("man/config.5"), "root/" + share("man/man5/" + words.getProperty("config") + ".5.gz"));
    completion();

    String doc = share("doc/" + name + "/");
    billOfMaterials(doc);
    copy(module.resolve("target/third-party.txt"), doc + "third-party.txt");
    fill(shared.resolve("deb/copyright"), "deb-root/" + doc + "copyright");
    fill(shared.resolve("deb/lintian-overrides"), "deb-root/" + share("lintian/overrides/" + name));
    zip(project.resolve("CHANGELOG.md"), "deb-root/" + doc + "changelog.gz");
    zip(shared.resolve("deb/changelog"), "deb-root/" + doc + "changelog.Debian.gz");
    fill(project.resolve("CHANGELOG.md"), "rpm-root/" + doc + "CHANGELOG.md");
    fill(project.resolve("LICENSE"), "rpm-root/" + share("licenses/" + name + "/LICENSE"));
    fill(shared.resolve("licenses/apache-2.0.txt"), "rpm-root/" + share("licenses/" + name + "/apache-2.0.txt"));

    for (String script : List.of("control", "postinst", "prerm", "postrm")) {
      fill(shared.resolve("deb/" + script), "deb/" + script);
    }
    for (String script : List.of("pre", "post", "preun", "postun")) {
      fill(shared.resolve("rpm/" + script), "rpm/" + script);
    }
  }

  /**
   * The half of the example that is this program's. A value that only an example has is left out: a program that nobody
   * has configured shall say so, and not use somebody's table.
   */
  private String configuration() throws IOException {
    String[] sections = Files.readString(project.resolve("conf/env.yaml.example")).split("(?m)^(?=# --- )");
    String both = section(sections, "Both programs");
    String half = section(sections, words.getProperty("section"));
    String head =
        filled(
            """
            # Parameters of @package@; @config@(5) has them too.
            # An environment variable of the same name goes before this file. An empty value counts as not set.
            # Values are the defaults; what is required is empty.

            """);
    return (head + both + half).replaceAll(" Example\\.\n(\\w+): (.*)\n", " Such as $2\n$1: \"\"\n");
  }

  private static String section(String[] sections, String title) {
    return Stream.of(sections)
        .filter(section -> section.startsWith("# --- " + title + "\n"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("conf/env.yaml.example has no section " + title));
  }

  /** The parameters of a file as a manual page lists them. */
  private static String manual(String config) {
    var page = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(config);
    while (parameter.find()) {
      String text = parameter.group(1).replaceAll("(?m)^# (---.*\n)?", "").strip();
      String value = parameter.group(3).equals("\"\"") ? "" : " (" + parameter.group(3) + ")";
      page.append(".TP\n\\fB%s\\fR%s\n%s\n".formatted(parameter.group(2), roff(value), roff(text)));
    }
    return page.toString().stripTrailing();
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }

  private void completion() throws IOException, InterruptedException {
    Path jar = module.resolve("target/" + name + ".jar");
    Path file = target("root/" + share("bash-completion/completions/" + name));
    String program;
    try (JarFile archive = new JarFile(jar.toFile())) {
      program = archive.getManifest().getMainAttributes().getValue("Main-Class");
    }
    Process picocli =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", jar.toString(), "picocli.AutoComplete", "-n", name, "-o", file.toString(), program)
            .inheritIO()
            .start();
    if (picocli.waitFor() != 0) {
      throw new IllegalStateException("no completion for " + program);
    }
    // Not a script: a shell reads it, and packagers want that to show.
    Files.writeString(file, Files.readString(file).replaceFirst("^#!.*\n", ""));
    fill(shared.resolve("zsh-completion"), "deb-root/" + share("zsh/vendor-completions/_" + name));
    fill(shared.resolve("zsh-completion"), "rpm-root/" + share("zsh/site-functions/_" + name));
  }

  /** Its plugin does nothing while Maven is offline. */
  private void billOfMaterials(String doc) throws IOException {
    String file = name + ".cdx.json";
    if (Files.exists(module.resolve("target/" + file))) {
      copy(module.resolve("target/" + file), doc + file);
    } else {
      System.out.println("Maven is offline: package " + name + " is without " + file);
    }
  }

  private static String share(String path) {
    return "usr/share/" + path;
  }

  private void fill(Path from, String to) throws IOException {
    write(to, filled(Files.readString(from)));
  }

  private void zip(Path from, String to) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new SmallestGzip(bytes)) {
      out.write(filled(Files.readString(from)).getBytes(UTF_8));
    }
    byte[] zipped = bytes.toByteArray();
    zipped[EXTRA_FLAGS] = SLOWEST;
    Files.write(target(to), zipped);
  }

  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private void copy(Path from, String to) throws IOException {
    Files.copy(from, target("root/" + to));
  }

  private void copyAll(Path folder, String names, String to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
      for (Path file : files) {
        copy(file, to + "/" + file.getFileName());
      }
    }
  }

  private void write(String to, String content) throws IOException {
    Files.writeString(target(to), content);
  }

  private Path target(String path) throws IOException {
    Path file = dist.resolve(path);
    Files.createDirectories(file.getParent());
    return file;
  }

  private String filled(String template) {
    return TOKEN.matcher(template).replaceAll(token -> Matcher.quoteReplacement(word(token.group(1))));
  }

  private String word(String name) {
    String word = words.getProperty(name);
    if (word == null) {
      throw new IllegalStateException("nobody says what @" + name + "@ is");
    }
    return word;
  }

  /** As a field of a Debian file goes on over lines. */
  private static String indented(String text) {
    return text.strip().replaceAll("(?m)^$", ".").replaceAll("(?m)^", " ");
  }

  private void clear() throws IOException {
    if (Files.exists(dist)) {
      try (Stream<Path> files = Files.walk(dist)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
