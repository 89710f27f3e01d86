package io.hsdo.local.haproxy;

import io.hsdo.haproxy.RuntimeApiContract;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each HAProxy of this machine keeps the contract, whichever generation it is. */
@RequiresHaproxy
@ParameterizedClass(name = "{0}")
@MethodSource("io.hsdo.local.haproxy.HaproxyProgram#all")
class RealHaproxyContractTest extends RuntimeApiContract {
  private final HaproxyProgram program;

  RealHaproxyContractTest(HaproxyProgram program) {
    this.program = program;
  }

  @Override
  protected HaproxyUnderTest start(String backends) {
    var haproxy = LocalHaproxy.start(program, listeners -> config(listeners, backends));
    return new HaproxyUnderTest() {
      @Override
      public Path socketPath() {
        return haproxy.socketPath();
      }

      @Override
      public void close() {
        haproxy.close();
      }
    };
  }

  private static String config(HaproxyConfig.Listeners listeners, String backends) {
    return """
    global
      stats socket %s mode 600 level admin
    defaults
      mode http
      timeout connect 1s
      timeout client 1s
      timeout server 1s
    frontend http
      bind 127.0.0.1:%d
      default_backend web
    """
            .formatted(listeners.socket(), listeners.httpPort())
        + backends;
  }
}
