package io.hsdo.refresh;

import com.fasterxml.jackson.jr.ob.JSON;
import io.hsdo.plan.Trigger;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what the Lambda is invoked with: events of EventBridge, and the operator's acceptance.
 * Events only name what to look at, so a few of their fields are all that is read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/automating-ec2-auto-scaling-with-eventbridge.html">Events
 *     of Auto Scaling</a>
 */
final class EventReader {
  /** What else is asked for by its id makes AWS refuse the whole question. */
  private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-f]{8,17}");

  private EventReader() {}

  /**
   * What the function was invoked with.
   *
   * @param time when it happened; empty for what is no event of EventBridge, or tells no such time
   */
  record Event(Trigger trigger, Optional<Instant> time) {}

  /** What was sent is nothing that this program knows; the message says what it is. */
  static final class UnknownEventException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownEventException(String message) {
      super(message);
    }
  }

  /**
   * The event of a JSON document.
   *
   * @throws UnknownEventException if it is malformed or unknown: sending it again would not help
   * @throws RefreshException if it is a command that cannot be carried out: somebody waits for the
   *     answer
   */
  static Event read(byte[] json, Instant now) throws UnknownEventException {
    Map<String, Object> event = object(json);
    if (!event.containsKey("hsdo")) {
      return new Event(eventBridge(event), time(event));
    }
    try {
      return new Event(command(event, now), Optional.empty());
    } catch (UnknownEventException e) {
      throw new RefreshException("the command is refused: " + e.getMessage(), e);
    }
  }

  private static Optional<Instant> time(Map<String, Object> event) {
    try {
      return Optional.of(instant(event, "time"));
    } catch (UnknownEventException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> object(byte[] json) throws UnknownEventException {
    Map<String, Object> event;
    try {
      event = JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new UnknownEventException("the event is no JSON object: " + e.getMessage());
    }
    if (event == null) {
      throw new UnknownEventException("the event is no JSON object: it is null");
    }
    return event;
  }

  private static Trigger eventBridge(Map<String, Object> event) throws UnknownEventException {
    return switch (text(event, "source")) {
      // A rule's schedule, and one of EventBridge Scheduler.
      case "aws.events", "aws.scheduler" -> new Trigger.Scheduled();
      case "aws.autoscaling" ->
          new Trigger.GroupChanged(
              text(detail(event), "AutoScalingGroupName"), instanceId(detail(event)));
      case "aws.ec2" -> memberSignal(event);
      default -> throw unknown(event);
    };
  }

  /** Whom it is about, if it is about one: events of failed launches are not. */
  private static Optional<String> instanceId(Map<?, ?> detail) {
    return detail.get("EC2InstanceId") instanceof String id && INSTANCE_ID.matcher(id).matches()
        ? Optional.of(id)
        : Optional.empty();
  }

  private static Trigger memberSignal(Map<String, Object> event) throws UnknownEventException {
    MemberEvent kind = MemberEvent.of(text(event, "detail-type")).orElseThrow(() -> unknown(event));
    return kind.trigger(text(detail(event), "instance-id"), instant(event, "time"));
  }

  private static UnknownEventException unknown(Map<String, Object> event) {
    return new UnknownEventException(
        "event '"
            + event.get("detail-type")
            + "' of "
            + event.get("source")
            + " is none that this function is for");
  }

  private static Trigger command(Map<String, Object> event, Instant now)
      throws UnknownEventException {
    if (!text(event, "hsdo").equals("accept")) {
      throw new UnknownEventException(
          "command '" + text(event, "hsdo") + "' is unknown: expected accept");
    }
    Instant until = instant(event, "until");
    if (until.isAfter(now.plus(Trigger.Accept.LONGEST))) {
      throw new UnknownEventException(
          "until is "
              + until
              + ": an acceptance holds for "
              + Trigger.Accept.LONGEST.toMinutes()
              + " minutes at most");
    }
    if (!now.isBefore(until)) {
      throw new UnknownEventException(
          "until is " + until + ", which is past: look at what is held now, then accept it anew");
    }
    return new Trigger.Accept(memberIds(event), until);
  }

  private static Set<String> memberIds(Map<?, ?> event) throws UnknownEventException {
    if (!(event.get("members") instanceof List<?> members) || members.isEmpty()) {
      throw new UnknownEventException("members is missing: expected the ids of held members");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (Object member : members) {
      if (!(member instanceof String id) || id.isBlank()) {
        throw new UnknownEventException(
            "members has '" + member + "': expected the ids of held members");
      }
      ids.add(id);
    }
    return ids;
  }

  private static Map<?, ?> detail(Map<?, ?> event) throws UnknownEventException {
    if (event.get("detail") instanceof Map<?, ?> detail) {
      return detail;
    }
    throw new UnknownEventException("the event has no detail");
  }

  private static String text(Map<?, ?> object, String name) throws UnknownEventException {
    if (object.get(name) instanceof String text) {
      return text;
    }
    throw new UnknownEventException("the event has no text '" + name + "'");
  }

  private static Instant instant(Map<?, ?> object, String name) throws UnknownEventException {
    try {
      return Instant.parse(text(object, name));
    } catch (DateTimeParseException e) {
      throw new UnknownEventException(
          name
              + " is '"
              + e.getParsedString()
              + "': expected an instant such as 2026-03-01T02:13:00Z");
    }
  }
}
