package io.hsdo.local.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class RunningProcessTest {
  private final RunningProcess self = RunningProcess.self();

  @Test
  void cpuSecondsAreWhatTheProcessItselfKnows() {
    double before = known();
    double seen = self.cpuSeconds();
    double after = known();

    // Both round to a hundredth of a second.
    assertTrue(before - 0.02 <= seen && seen <= after + 0.02, before + " " + seen + " " + after);
  }

  private static double known() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  @Test
  void memoryIsInMebibytes() {
    RunningProcess.MemoryMib memory = self.memory();

    // Of the largest heap: the peak may be of a time before the heap shrank.
    double most = Runtime.getRuntime().maxMemory() / 1024.0 / 1024.0 + 1024;
    assertTrue(memory.proportional() <= memory.resident(), memory.toString());
    assertTrue(10 < memory.resident() && memory.resident() < most, memory.toString());
    // The kernel counts the peak in batches.
    double peak = self.peakMib();
    assertTrue(memory.resident() - 1 < peak && peak < most, memory + " " + peak);
  }

  @Test
  void eachOpenSocketCounts() throws IOException {
    long before = self.openSockets();

    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertTrue(socket.isBound());
      assertEquals(before + 1, self.openSockets());
    }
  }
}
