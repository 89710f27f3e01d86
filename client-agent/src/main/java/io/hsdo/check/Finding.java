package io.hsdo.check;

/** What a check came to: that something is right, or what is wrong and what to change. */
public sealed interface Finding {
  Severity severity();

  /** What it is about, in a word. */
  String title();

  /** All there is to say. */
  String sentence();

  /**
   * It is right.
   *
   * @param title what was looked at
   * @param sentence what was found
   */
  record Fine(String title, String sentence) implements Finding {
    @Override
    public Severity severity() {
      return Severity.OK;
    }
  }

  /**
   * It is a mistake, or may be one.
   *
   * @param text what was found
   * @param remedy what to change
   */
  record Mistake(Kind kind, String text, String remedy) implements Finding {
    @Override
    public Severity severity() {
      return kind.severity();
    }

    @Override
    public String title() {
      return kind.title();
    }

    @Override
    public String sentence() {
      return text + "; " + remedy;
    }
  }
}
