package io.hsdo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Terraform itself makes of our files, without its providers. */
@RequiresTools("terraform")
class TerraformTest {
  private static final Command QUIET =
      new Command(Path.of("").toAbsolutePath(), Map.of("CHECKPOINT_DISABLE", "true"));

  @Test
  void theFileIsValidAndFormatted() {
    Command.Result result = QUIET.run(List.of("terraform", "fmt", "-check", "-diff", "terraform"));

    assertThat(result.output()).doesNotContain("main.tf");
    assertThat(result.status()).isZero();
  }

  @Test
  void aPolicyForSeveralGroupsIsOneListOfThem(@TempDir Path folder) throws Exception {
    String join = "join(\"\\\", \\\"\", local.group_arns)";
    assertThat(Files.readString(Path.of("terraform", "main.tf"))).contains(join);
    Files.writeString(
        folder.resolve("main.tf"),
        """
        locals {
          group_arns = ["arn:a", "arn:b"]
          policy = jsondecode(templatefile("%s", { table_arn = "arn:t", group_arns = %s }))
        }
        output "resources" {
          value = jsonencode(local.policy.Statement[*].Resource)
        }
        """
            .formatted(Path.of("json", "refresh-policy.json").toAbsolutePath(), join));

    Command terraform = new Command(folder, Map.of("CHECKPOINT_DISABLE", "true"));
    terraform.run(List.of("terraform", "apply", "-auto-approve", "-no-color")).orFail();
    String resources =
        terraform.run(List.of("terraform", "output", "-raw", "resources")).orFail().output();

    assertThat(resources).endsWith("[\"arn:t\",\"*\",[\"arn:a\",\"arn:b\"]]");
  }
}
