package io.hsdo.local.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may be told, as the sources have it, by the compiler's own parser: what is
 * logged as a warning or error, what outages are called, what a trouble adds to its sentences, what
 * a refresh refuses, and the names of alarms.
 */
final class Messages {
  private static final Set<String> MODULES =
      Set.of("common", "client-agent", "lambda-server", "infra");
  private static final Set<String> OUTAGES = Set.of("OutageLog", "WatchedHealth");
  private static final Set<String> LEVELS = Set.of("warn", "error", "atLevel");

  private Messages() {}

  /**
   * One of them.
   *
   * @param text its longest part that is always the same; empty if it is made up elsewhere
   * @param file where it is said
   */
  record Message(String text, String file) {
    @Override
    public String toString() {
      return "'" + text + "' of " + file;
    }
  }

  static List<Message> inSources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> found = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Message> messages = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new Collector(messages), unit);
      }
    }
    return List.copyOf(messages);
  }

  private static final class Collector extends TreeScanner<@Nullable Void, CompilationUnitTree> {
    private final List<Message> messages;

    Collector(List<Message> messages) {
      this.messages = messages;
    }

    @Override
    public @Nullable Void visitMethodInvocation(
        MethodInvocationTree call, CompilationUnitTree unit) {
      String file = fileName(unit);
      if (call.getMethodSelect() instanceof MemberSelectTree method
          && method.getExpression().toString().equalsIgnoreCase("log")
          && LEVELS.contains(method.getIdentifier().toString())) {
        note(call.getArguments().get(0), file);
      }
      String name = call.getMethodSelect().toString();
      if (file.endsWith("Trouble.java") && name.matches("sentences\\.add|add")) {
        call.getArguments().stream()
            .filter(argument -> !fixed(argument).isEmpty())
            .findFirst()
            .ifPresent(argument -> note(argument, file));
      }
      if (file.equals("ServiceAlarms.java") && name.equals("alarm")) {
        messages.add(new Message("hsdo-SERVICE-" + fixed(call.getArguments().get(0)), file));
      }
      return super.visitMethodInvocation(call, unit);
    }

    /** As in {@code warnings.forEach(LOG::warn)}. */
    @Override
    public @Nullable Void visitMemberReference(
        MemberReferenceTree reference, CompilationUnitTree unit) {
      if (reference.getQualifierExpression().toString().equalsIgnoreCase("log")
          && LEVELS.contains(reference.getName().toString())) {
        messages.add(new Message("", fileName(unit)));
      }
      return super.visitMemberReference(reference, unit);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, CompilationUnitTree unit) {
      String type = made.getIdentifier().toString();
      if (OUTAGES.contains(type) && made.getArguments().get(1).getKind() == Kind.STRING_LITERAL) {
        note(made.getArguments().get(1), fileName(unit));
      }
      if (type.equals("RefreshException")) {
        note(made.getArguments().get(0), fileName(unit));
      }
      return super.visitNewClass(made, unit);
    }

    private void note(ExpressionTree text, String file) {
      messages.add(new Message(fixed(text), file));
    }

    private static String fixed(ExpressionTree text) {
      return Stream.of(folded(text).split("\\{}", -1))
          .map(part -> part.replaceAll("^[\\s:;,()'\\[{\"]+|[\\s:;,()'\\]{\"]+$", ""))
          .max((one, other) -> Integer.compare(one.length(), other.length()))
          .orElse("");
    }

    /** As one text, with {@code {}} in the place of what is not fixed. */
    private static String folded(ExpressionTree text) {
      if (text instanceof BinaryTree sum && sum.getKind() == Kind.PLUS) {
        return folded(sum.getLeftOperand()) + folded(sum.getRightOperand());
      }
      return Optional.of(text)
          .filter(LiteralTree.class::isInstance)
          .map(literal -> String.valueOf(((LiteralTree) literal).getValue()))
          .orElse("{}");
    }

    private static String fileName(CompilationUnitTree unit) {
      return Path.of(unit.getSourceFile().getName()).getFileName().toString();
    }
  }
}
