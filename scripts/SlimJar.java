import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Takes the names of local variables out of the libraries in a program's jar, which a JVM keeps in its memory for
 * debuggers. Lines stay, for stack traces, and our own classes stay as they are.
 */
public final class SlimJar {
  private static final String OURS = "io/hsdo/";

  private SlimJar() {}

  /** Takes the path of the jar. */
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path slim = Path.of(jar + ".slim");
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(slim);
        JarOutputStream to = new JarOutputStream(file)) {
      for (JarEntry entry : Collections.list(from.entries())) {
        copy(from, entry, to);
      }
    }
    Files.move(slim, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(JarFile from, JarEntry entry, JarOutputStream to) throws IOException {
    byte[] content = from.getInputStream(entry).readAllBytes();
    boolean library = entry.getName().endsWith(".class") && !entry.getName().startsWith(OURS);
    JarEntry copy = new JarEntry(entry.getName());
    copy.setTimeLocal(entry.getTimeLocal());
    to.putNextEntry(copy);
    to.write(library ? withoutLocals(content) : content);
    to.closeEntry();
  }

  private static byte[] withoutLocals(byte[] content) {
    ClassWriter slim = new ClassWriter(0);
    new ClassReader(content).accept(new LocalsLeftOut(slim), 0);
    return slim.toByteArray();
  }

  private static final class LocalsLeftOut extends ClassVisitor {
    LocalsLeftOut(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(api, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitLocalVariable(
            String local, String type, String generic, Label start, Label end, int index) {}
      };
    }
  }
}
