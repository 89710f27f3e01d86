package io.hsdo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.check.Finding;
import io.hsdo.check.Report;
import io.hsdo.check.TableFacts;
import io.hsdo.config.Parameter;
import io.hsdo.config.Parameters;
import io.hsdo.slot.PlanNotes;
import io.hsdo.table.Header;
import io.hsdo.table.Rows;
import io.hsdo.table.StoredList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterFindingsTest {
  @TempDir private Path folder;

  @Test
  void eachParameterIsShownWithItsOrigin() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("env.yaml"),
            """
            DYNAMODB_TABLE_NAME: slots
            INTERVAL: 5
            CLIENT_ASG_NAMES: [shop, blog]
            """);

    assertThat(lines(Parameters.load(Map.of("INTERVAL", "2"), Optional.of(file))))
        .contains(
            "ok      parameter: DYNAMODB_TABLE_NAME is 'slots' (" + file + ")",
            "ok      parameter: INTERVAL is '2' (environment)",
            "ok      parameter: CLIENT_ASG_NAMES is '[shop, blog]' (" + file + ")",
            "ok      parameter: EXPORTER_PORT is '6789' (default)")
        .noneMatch(line -> line.contains("CLIENT_ZONE is"));
  }

  @Test
  void unknownNameIsFound() throws IOException {
    Path file = Files.writeString(folder.resolve("env.yaml"), "INTERVALL: 5");

    assertThat(lines(Parameters.load(Map.of(), Optional.of(file))))
        .contains(
            "warning unknown-parameter: "
                + file
                + ": parameter 'INTERVALL' is unknown and ignored; correct its name, or remove it");
  }

  @Test
  void unknownKeyOfABackendIsFound() {
    var given =
        parameters(
            Map.of(
                "CLIENT_HAPROXY_BACKEND_LIST",
                "{web: {baseName: web, serverport: 8080}, tls: {baseName: tls, serverPort: 443}}"));

    List<Finding> findings = ParameterFindings.unknown(BackendSettings.of(given).warnings());

    assertThat(findings.stream().map(Report::line))
        .containsExactly(
            "warning unknown-parameter: CLIENT_HAPROXY_BACKEND_LIST: key 'serverport' of backend"
                + " 'web' is unknown and ignored, known are baseName and serverPort; correct its"
                + " name, or remove it");
  }

  @Test
  void singleBackendBesideTheListIsFound() {
    var given =
        parameters(
            Map.of(
                "CLIENT_HAPROXY_BACKEND_LIST", "{web: {baseName: web}}",
                "CLIENT_HAPROXY_BACKEND_NAME", "other"));

    assertThat(BackendSettings.of(given).warnings())
        .containsExactly(
            "CLIENT_HAPROXY_BACKEND_NAME is ignored beside CLIENT_HAPROXY_BACKEND_LIST");
  }

  @Test
  void parameterWithoutTheOneItNeedsIsFound() {
    assertThat(lines(parameters(Map.of("CLIENT_ASG_NAMES", "shop"))))
        .contains(
            "warning without-effect: CLIENT_ASG_NAMES is set, and without effect:"
                + " CLIENT_DEDICATED_ASG is 'false'; set CLIENT_DEDICATED_ASG to true, or remove"
                + " CLIENT_ASG_NAMES");
    assertThat(lines(parameters(Map.of("CLIENT_ZONE", "a", "CLIENT_ZONE_AFFINITY", "False"))))
        .anyMatch(line -> line.startsWith("warning without-effect: CLIENT_ZONE is set"));
    assertThat(lines(parameters(Map.of("CLIENT_ZONE", "a", "CLIENT_ZONE_AFFINITY", "true"))))
        .noneMatch(line -> line.contains("without-effect"));
  }

  @ParameterizedTest
  @CsvSource({"20,true", "many,true", "10,false"})
  void sizeThatIsNotTheListsIsFound(String given, boolean found) {
    var header = new Header(1, 10, Instant.EPOCH, Instant.EPOCH, PlanNotes.NONE, 0);
    var table =
        new TableFacts.Read(
            new StoredList(
                Optional.of(header), new Rows(new TreeMap<>(), List.of(), List.of(), true)));

    assertThat(
            ParameterFindings.listSize(
                    parameters(Map.of("HAPROXY_BACKEND_SERVERS_LIST_SIZE", given)), table)
                .map(Report::line))
        .isEqualTo(
            found
                ? Optional.of(
                    "warning without-effect: HAPROXY_BACKEND_SERVERS_LIST_SIZE is '"
                        + given
                        + "', and without effect here: the list has 10 slots; set it where the"
                        + " refresh runs, or remove it")
                : Optional.empty());
  }

  @Test
  void sizeIsNotComparedWithATableThatCannotBeRead() {
    assertThat(
            ParameterFindings.listSize(
                parameters(Map.of("HAPROXY_BACKEND_SERVERS_LIST_SIZE", "20")),
                new TableFacts.Unreadable("no such table")))
        .isEmpty();
  }

  @Test
  void everyParameterOfTheAgentIsShown() {
    Map<String, String> all = new HashMap<>();
    for (Parameter parameter : Parameter.values()) {
      all.put(parameter.name(), "x");
    }

    List<String> lines = lines(parameters(all));

    for (Parameter parameter : Parameter.values()) {
      if (parameter.name().startsWith("CLIENT_")) {
        assertThat(lines).contains("ok      parameter: " + parameter + " is 'x' (environment)");
      } else if (parameter.name().startsWith("SERVER_")) {
        assertThat(lines).noneMatch(line -> line.contains(parameter.name()));
      }
    }
  }

  private static Parameters parameters(Map<String, String> environment) {
    return Parameters.load(environment, Optional.empty());
  }

  private static List<String> lines(Parameters parameters) {
    List<Finding> findings = ParameterFindings.of(parameters);
    return findings.stream().map(Report::line).toList();
  }
}
