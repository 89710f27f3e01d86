package io.hsdo.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** What the agents may do: read this one table. For the roles of the HAProxy hosts. */
final class AgentPolicy extends Construct {
  private final String arn;

  AgentPolicy(Construct scope, String id, SlotListTable table, List<String> roleNames) {
    super(scope, id);
    List<IRole> roles =
        roleNames.stream().map(name -> Role.fromRoleName(this, "Role-" + name, name)).toList();
    arn =
        ManagedPolicy.Builder.create(this, "Policy")
            .description("HSDO agents read slot list " + table.name())
            .roles(roles)
            .statements(
                List.of(
                    PolicyStatement.Builder.create()
                        .sid("SlotList")
                        .actions(List.of("dynamodb:GetItem", "dynamodb:Scan"))
                        .resources(List.of(table.arn()))
                        .build()))
            .build()
            .getManagedPolicyArn();
  }

  String arn() {
    return arn;
  }
}
