package io.hsdo.local.faults;

import io.hsdo.local.load.Answer;
import io.hsdo.slot.Member;
import io.hsdo.slot.Slot;
import io.hsdo.slot.SlotList;
import java.util.ArrayList;
import java.util.List;

/** Who had which slot, from when it was stored until HAProxy was next seen to be right. */
final class Seats {
  private final List<Seat> seats = new ArrayList<>();

  private static final class Seat {
    private final int slot;
    private final Member member;
    private final long from = System.nanoTime();
    private boolean current = true;
    private long until = Long.MAX_VALUE;

    Seat(int slot, Member member) {
      this.slot = slot;
      this.member = member;
    }

    /** Servers are called {@code web7} and {@code far7}. */
    boolean isOf(Answer answer) {
      return answer.server().replaceAll("\\D", "").equals(Integer.toString(slot))
          && answer.instance().equals(member.id());
    }

    boolean explains(Answer answer) {
      return isOf(answer)
          && answer.received() - from >= 0
          && (until == Long.MAX_VALUE || answer.sent() - until <= 0);
    }
  }

  /** This list is going to be stored. */
  synchronized void stored(SlotList list) {
    for (Seat seat : seats) {
      seat.current =
          seat.current && list.slot(seat.slot).occupant().filter(seat.member::equals).isPresent();
    }
    for (Slot slot : list.slots()) {
      slot.occupant()
          .filter(member -> seats.stream().noneMatch(seat -> isOf(seat, slot, member)))
          .ifPresent(member -> seats.add(new Seat(slot.number(), member)));
    }
  }

  private static boolean isOf(Seat seat, Slot slot, Member member) {
    return seat.current && seat.slot == slot.number() && seat.member.equals(member);
  }

  /** HAProxy has the list that was stored last. */
  synchronized void carriedOut() {
    seats.stream()
        .filter(seat -> !seat.current && seat.until == Long.MAX_VALUE)
        .forEach(seat -> seat.until = System.nanoTime());
  }

  /** Answers of whoever was not seated in the slot they came through. */
  synchronized List<Answer> astray(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> seats.stream().noneMatch(seat -> seat.explains(answer)))
        .toList();
  }

  /** How an answer went astray. */
  synchronized String describe(Answer answer) {
    return seats.stream()
        .filter(seat -> seat.isOf(answer))
        .map(
            seat ->
                ", sent %d ms after that seat ended"
                    .formatted((answer.sent() - seat.until) / 1_000_000))
        .reduce(answer.server() + " answered by " + answer.instance(), String::concat);
  }
}
