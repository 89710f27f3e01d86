package io.hsdo.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[3]: No such server.",
        "[3]: No such backend.",
        "[3]: Permission denied",
        "[3]: Proxy is disabled.",
        "[3]: cannot change health on a tracking server.",
        "[4]: Invalid addr 'x' by 'stats socket command'",
        "[4]: Invalid addr 'x'",
        "[4]: IP changed from '127.0.0.2' to '127.0.0.4', problem converting port 'x' to an int by 'stats socket command'",
        "[4]: no need to change the addr, can't change <port> to port map",
        "[4]: Update for the current server address family is only supported through configuration file.",
        "something without a severity",
      })
  void failures(String block) {
    assertThat(Answer.parse(block).isFailure()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[4]: nothing changed",
        "[4]: no need to change the addr, no need to change the port by 'stats socket command'",
        "[4]: IP changed from '127.0.0.2' to '127.0.0.4' by 'stats socket command'",
        "[5]: server ssl setting updated.",
      })
  void whatIsNoFailure(String block) {
    assertThat(Answer.parse(block).isFailure()).isFalse();
  }

  @Test
  void textIsWithoutSeverity() {
    assertThat(Answer.parse("[3]: No such server.")).isEqualTo(new Answer(true, "No such server."));
  }
}
