package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.Account;
import io.hsdo.local.cloud.model.AwsException;
import io.hsdo.local.cloud.model.Cloud;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the text of a request to the text of its answer. */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Cloud cloud;
  private final Map<String, Action> actions = new HashMap<>();
  private final Faults faults;
  private final Calls calls = new Calls();

  Dispatcher(Account account, Cloud cloud) {
    this.cloud = cloud;
    add(Service.AUTO_SCALING, AutoScalingDescriptions.actions());
    add(Service.AUTO_SCALING, AutoScalingChanges.actions());
    add(Service.EC2, new Ec2Actions(account).actions());
    faults = new Faults(actions.keySet());
  }

  Faults faults() {
    return faults;
  }

  Calls calls() {
    return calls;
  }

  /**
   * Answers one request.
   *
   * @param form the parameters, as in {@code a=1&b=2}
   * @param authorization the header of that name
   */
  Answer answer(String form, Optional<String> authorization) {
    String requestId = UUID.randomUUID().toString();
    Map<String, String> values;
    try {
      values = Parameters.decode(form);
    } catch (IllegalArgumentException e) {
      var malformed =
          new AwsException(
              400, "MalformedQueryString", "The query string contains a syntax error.");
      return new Answer(400, requestId, Service.EC2.failure(malformed, requestId));
    }
    Service service =
        Service.of(Optional.ofNullable(values.get("Version")), authorization).orElse(Service.EC2);
    String action = values.getOrDefault("Action", "");
    Answer answer = answer(service, action, new Parameters(service, values), requestId);
    calls.add(service.qualify(action), values, form.length(), answer.bytes().length);
    return answer;
  }

  private Answer answer(Service service, String name, Parameters parameters, String requestId) {
    String qualified = service.qualify(name);
    try {
      Action action = actions.get(qualified);
      if (action == null) {
        throw service.unknownAction(name);
      }
      List<Fault> befalling = faults.befalling(qualified);
      befalling.forEach(fault -> fault.strike(service));
      var call = new Call(service, parameters, cloud, befalling);
      return new Answer(
          200, requestId, service.success(name, requestId, xml -> action.answer(call, xml)));
    } catch (AwsException e) {
      return new Answer(e.status(), requestId, service.failure(e, requestId));
    } catch (RuntimeException e) {
      log.error("{} is answered with an internal error", qualified, e);
      return new Answer(500, requestId, service.failure(service.internalError(), requestId));
    }
  }

  private void add(Service service, Map<String, Action> added) {
    added.forEach((name, action) -> actions.put(service.qualify(name), action));
  }

  /** What is sent back. */
  record Answer(int status, String requestId, String xml) {
    byte[] bytes() {
      return xml.getBytes(StandardCharsets.UTF_8);
    }
  }
}
