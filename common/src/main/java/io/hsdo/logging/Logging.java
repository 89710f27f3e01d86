package io.hsdo.logging;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Where log lines of a program go: to standard error, one line an event. */
public final class Logging {
  /** The root of our loggers, held because the JDK only keeps weak references to them. */
  private static final Logger HSDO = Logger.getLogger("io.hsdo");

  private Logging() {}

  /** Sets logging up for this process. */
  public static void configure(LogSettings settings) {
    LogManager.getLogManager().reset();
    Handler handler = new ConsoleHandler();
    handler.setFormatter(formatter(settings.format()));
    handler.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(Level.WARNING);
    HSDO.setLevel(settings.debug() ? Level.FINE : Level.INFO);
  }

  private static Formatter formatter(LogSettings.Format format) {
    return switch (format) {
      case TEXT -> new TextFormatter();
      case JSON -> new JsonFormatter();
    };
  }

  /** Keeps what is no trouble from the terminal of whoever asks for something else. */
  public static void onlyTrouble() {
    if (Level.INFO.equals(HSDO.getLevel())) {
      HSDO.setLevel(Level.WARNING);
    }
  }
}
