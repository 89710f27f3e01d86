package io.hsdo.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemCallsTest {
  @Test
  void totalIsThatOfTheLastLine() {
    String summary =
        """
        % time     seconds  usecs/call     calls    errors syscall
        ------ ----------- ----------- --------- --------- ----------------
         60.00    0.000060           2        30           futex
         40.00    0.000040           1        22         3 read
        ------ ----------- ----------- --------- --------- ----------------
        100.00    0.000100           1        52         3 total
        """;

    assertThat(SystemCalls.total(summary)).hasValue(52);
  }

  @Test
  void withoutErrorsTheirColumnIsEmpty() {
    assertThat(SystemCalls.total("100.00    0.000000           0       109           total\n"))
        .hasValue(109);
  }

  @Test
  void processThatCouldNotBeTracedHasNone() {
    assertThat(SystemCalls.total("")).isEmpty();
  }
}
