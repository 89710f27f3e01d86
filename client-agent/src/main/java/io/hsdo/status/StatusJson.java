package io.hsdo.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.hsdo.reconcile.DesiredServer;
import io.hsdo.reconcile.ObservedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that is known, for programs: what is not known is left out. */
public final class StatusJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final Overview now;
  private final List<BackendView> backends;

  public StatusJson(Overview now) {
    this.now = now;
    this.backends = BackendView.of(now);
  }

  /** UTF-8. */
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      write(json);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("pollAgeSeconds", seconds(now.pollAge()));
    writeProblems(json);
    json.writeObjectFieldStart("dynamodb");
    json.writeStringField("table", now.subject().table());
    writeHealth(json, now.poll().table());
    json.writeEndObject();
    if (now.list().isPresent()) {
      writeList(json, now.list().get());
    }
    writeHaproxy(json);
    json.writeArrayFieldStart("backends");
    for (BackendView backend : backends) {
      writeBackend(json, backend);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeProblems(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("problems");
    for (Problem problem : Diagnosis.of(now, backends)) {
      json.writeStartObject();
      json.writeStringField("severity", problem.severity().text());
      json.writeStringField("what", problem.what());
      if (problem.lasting().isPresent()) {
        json.writeNumberField("forSeconds", seconds(problem.lasting().get()));
      }
      json.writeStringField("remedy", problem.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeList(JsonGenerator json, Overview.KnownList list) throws IOException {
    json.writeObjectFieldStart("list");
    json.writeStringField("source", list.source().text());
    if (list.header().isPresent()) {
      json.writeNumberField("version", list.header().get().version());
      json.writeStringField("updatedAt", list.header().get().updatedAt().toString());
      json.writeStringField("checkedAt", list.header().get().checkedAt().toString());
    }
    if (list.refreshAge().isPresent()) {
      json.writeNumberField("refreshAgeSeconds", seconds(list.refreshAge().get()));
    }
    json.writeStringField("confirmedAt", now.wall().minus(now.confirmedAgo(list)).toString());
    json.writeNumberField("size", list.size());
    json.writeNumberField("refusedRows", list.unknown().size());
    json.writeEndObject();
  }

  private void writeHaproxy(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("haproxy");
    json.writeStringField("socket", now.subject().socket());
    writeHealth(json, now.poll().haproxy().health());
    if (now.poll().withheld().isPresent()) {
      json.writeStringField("withheld", now.poll().withheld().get().text());
    }
    if (now.pass().isPresent()) {
      var info = now.pass().get().observed().info();
      json.writeStringField("version", info.version());
      json.writeNumberField("pid", info.process().pid());
      json.writeNumberField("uptimeSeconds", info.uptimeSec());
    }
    json.writeBooleanField("carriesWholeList", now.carried());
    json.writeEndObject();
  }

  private void writeHealth(JsonGenerator json, Health health) throws IOException {
    json.writeStringField("health", health.text());
    if (health instanceof Health.Fails fails) {
      json.writeStringField("problem", fails.problem());
      json.writeNumberField("forSeconds", seconds(Duration.between(fails.since(), now.now())));
    }
  }

  private static void writeBackend(JsonGenerator json, BackendView backend) throws IOException {
    json.writeStartObject();
    json.writeStringField("backend", backend.backend().name());
    json.writeArrayFieldStart("slots");
    for (ServerView server : backend.servers()) {
      writeServer(json, server);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeServer(JsonGenerator json, ServerView server) throws IOException {
    json.writeStartObject();
    json.writeNumberField("slot", server.number());
    json.writeStringField("server", server.server().server());
    if (server.member().isPresent()) {
      var member = server.member().get();
      json.writeStringField("member", member.id());
      json.writeStringField("group", member.group());
      write(json, "zone", member.zone());
      json.writeStringField("address", member.address().toString());
    }
    if (server.slot().isPresent()) {
      json.writeNumberField("weight", server.slot().get().weight());
    }
    write(json, "desired", server.desired().map(DesiredServer::description));
    write(json, "observed", server.observed().map(ObservedServer::description));
    write(json, "state", server.standing().map(Standing::text));
    if (server.health().isPresent()) {
      json.writeNumberField("stateSeconds", seconds(server.health().get().unchangedFor()));
      write(json, "lastCheck", server.health().get().lastCheck());
    }
    json.writeArrayFieldStart("remarks");
    for (Remark remark : server.remarks()) {
      json.writeString(remark.text());
    }
    json.writeEndArray();
    json.writeBooleanField("problem", server.isProblem());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
