package io.hsdo.local.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
  @Test
  void isMarkdownAndAligned() {
    var table = new MarkdownTable("N", "CPU");

    table.add("1,000", "0.9");

    assertEquals(
        """
        | N      | CPU  |
        | ---    | ---  |
        | 1,000  | 0.9  |
        """,
        table.toString());
  }
}
