package io.hsdo.consul;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what Consul answers about the health of a service, whole or not at all: what is not in the
 * shape that is documented may be anybody's answer.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/health">Consul's health API</a>
 */
final class HealthAnswer {
  private static final JsonFactory JSON_FACTORY = new JsonFactory();

  private HealthAnswer() {}

  /** The answer is not Consul's, or not whole; the message says where. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  static List<ServiceInstance> read(String service, byte[] json) throws MalformedException {
    List<Object> entries = entries(json);
    List<ServiceInstance> instances = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      instances.add(instance(service, new Place("[" + i + "]", entries.get(i))));
    }
    return instances;
  }

  private static List<Object> entries(byte[] json) throws MalformedException {
    try (JsonParser parser = JSON_FACTORY.createParser(json)) {
      List<Object> entries = JSON.std.listFrom(parser);
      if (entries == null || parser.nextToken() != null) {
        throw new MalformedException("it is not one JSON list");
      }
      return entries;
    } catch (IOException e) {
      throw new MalformedException("it is not one JSON list");
    }
  }

  private static ServiceInstance instance(String service, Place entry) throws MalformedException {
    Place node = entry.at("Node");
    Place described = entry.at("Service");
    if (!described.at("Service").text().equalsIgnoreCase(service)) {
      throw new MalformedException("it is about another service");
    }
    List<String> statuses = new ArrayList<>();
    for (Place check : entry.at("Checks").items()) {
      statuses.add(check.at("Status").text());
    }
    return new ServiceInstance(
        service,
        node.at("Node").text(),
        node.at("Address").text(),
        described.at("ID").text(),
        described.at("Address").text(),
        statuses,
        described.optionalNumber("CreateIndex"));
  }

  /** A value and where it stands, for the message. */
  private record Place(String path, Object value) {
    Place at(String key) throws MalformedException {
      Object found = object().get(key);
      if (found == null) {
        throw new MalformedException(path + "." + key + " is missing");
      }
      return new Place(path + "." + key, found);
    }

    Optional<Long> optionalNumber(String key) throws MalformedException {
      Object found = object().get(key);
      if (found == null) {
        return Optional.empty();
      }
      if (found instanceof Integer || found instanceof Long) {
        return Optional.of(((Number) found).longValue());
      }
      throw new Place(path + "." + key, found).isNo("whole number");
    }

    private Map<?, ?> object() throws MalformedException {
      if (value instanceof Map<?, ?> object) {
        return object;
      }
      throw isNo("object");
    }

    String text() throws MalformedException {
      if (value instanceof String text) {
        return text;
      }
      throw isNo("text");
    }

    List<Place> items() throws MalformedException {
      if (!(value instanceof List<?> list)) {
        throw isNo("list");
      }
      List<Place> items = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        items.add(new Place(path + "[" + i + "]", list.get(i)));
      }
      return items;
    }

    private MalformedException isNo(String kind) {
      return new MalformedException(path + " is no " + kind);
    }
  }
}
