package io.hsdo.infra;

import java.util.regex.Pattern;

/** The table of a service: one to be made and kept, or one that somebody else made. */
sealed interface SlotTable {
  String name();

  /** Made with the service, and kept when the service is removed. */
  record New(String name) implements SlotTable {
    public New {
      requireName(name);
    }
  }

  /** Only referred to: neither made, changed nor deleted. */
  record Existing(String name) implements SlotTable {
    public Existing {
      requireName(name);
    }
  }

  private static void requireName(String name) {
    if (!Pattern.matches("[A-Za-z0-9_.-]{3,255}", name)) {
      throw new SettingsException(
          "table '" + name + "' is refused: expected 3 to 255 letters, digits, '_', '.' or '-'");
    }
  }
}
