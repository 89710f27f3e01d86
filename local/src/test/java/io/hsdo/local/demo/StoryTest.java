package io.hsdo.local.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hsdo.local.e2e.Await;
import io.hsdo.local.haproxy.RequiresHaproxy;
import io.hsdo.local.service.LocalService;
import io.hsdo.local.service.ServiceSettings;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import io.hsdo.table.StoredList;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The demo fails, naming the step, when something is wrong. */
@RequiresHaproxy
class StoryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String[] GROUPS = Story.GROUPS.toArray(String[]::new);

  @Test
  void failsWhereSlotsFillWithoutTheAgent() {
    try (var service = LocalService.start(ServiceSettings.fast())) {
      service.startRefresh(GROUPS);

      assertThatThrownBy(() -> play(service, step -> {}))
          .isInstanceOf(StoryException.class)
          .hasMessageContaining("step 'groups scale out and slots fill' failed")
          .hasMessageContaining("nobody");
    }
  }

  @Test
  void failsWhereSlotsFillWithoutTheRefresh() {
    try (var service = LocalService.start(ServiceSettings.fast())) {
      service.startAgent();

      assertThatThrownBy(() -> play(service, step -> {}))
          .isInstanceOf(StoryException.class)
          .hasMessageContaining("step 'groups scale out and slots fill' failed")
          .hasMessageContaining("in slots []");
    }
  }

  @Test
  void failsWhereTwoSlotsWereSwappedBehindItsBack() {
    try (var service = LocalService.start(ServiceSettings.fast())) {
      service.startRefresh(GROUPS);
      service.startAgent();

      assertThatThrownBy(
              () ->
                  play(
                      service,
                      step -> {
                        if (step.equals("newcomers join without moving anybody")) {
                          swapFirstTwoSlots(service);
                        }
                      }))
          .isInstanceOf(StoryException.class)
          .hasMessageContaining("step 'newcomers join without moving anybody' failed");
    }
  }

  @Test
  void goesOnWhereADrainIsOverBeforeItIsLookedAt() throws InterruptedException {
    try (var service = LocalService.start(ServiceSettings.fast())) {
      service.startRefresh(GROUPS);
      service.startAgent();

      play(
          service,
          step -> {
            if (step.equals("its successor takes the slot")) {
              awaitEndOfDrain(service);
            }
          });
    }
  }

  private static void awaitEndOfDrain(LocalService service) {
    try {
      Await.that(
          () ->
              service.list().slots().stream()
                  .filter(Slot.Draining.class::isInstance)
                  .map(slot -> slot + " drains")
                  .findFirst());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void play(LocalService service, Consumer<String> beforeStep)
      throws InterruptedException {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new Story(service, new Screen(silent), PATIENCE, beforeStep).play();
  }

  private static void swapFirstTwoSlots(LocalService service) {
    StoredList stored = service.store().load();
    List<Slot> slots = new ArrayList<>(service.list().slots());
    Collections.swap(slots, 0, 1);
    SlotList swapped = new SlotList(renumbered(slots));
    service.store().save(stored, swapped, stored.header().orElseThrow().notes(), Instant.now());
  }

  private static List<Slot> renumbered(List<Slot> slots) {
    List<Slot> renumbered = new ArrayList<>();
    for (Slot slot : slots) {
      int number = renumbered.size() + 1;
      renumbered.add(
          slot instanceof Slot.Serving serving
              ? new Slot.Serving(
                  number,
                  serving.member(),
                  serving.weight(),
                  serving.servingSince(),
                  Optional.empty())
              : new Slot.Empty(number));
    }
    return renumbered;
  }
}
