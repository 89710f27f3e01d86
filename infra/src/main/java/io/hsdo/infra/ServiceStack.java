package io.hsdo.infra;

import io.hsdo.refresh.ServerConfiguration;
import java.nio.file.Path;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/** Everything of one service, under the name {@code hsdo-<service>}. */
final class ServiceStack extends Stack {
  ServiceStack(Construct scope, ServiceSettings settings, Path jar, StackProps properties) {
    super(scope, "hsdo-" + settings.name(), properties);
    ServerConfiguration server = settings.server();
    SlotListTable table = new SlotListTable(this, "SlotList", settings.table());
    RefreshFunction function = new RefreshFunction(this, "Refresh", settings, jar);
    // The table stays when the stack is rolled back, and would be in the way of the next attempt.
    table.getNode().addDependency(function.resource());
    RefreshPolicy permissions =
        new RefreshPolicy(
            this, "RefreshPolicy", table, server.autoScaling().groups(), function.role());
    // Before its snapshot the function is primed with what it may read.
    function.live().getVersion().getNode().addDependency(permissions);
    RefreshEvents events =
        new RefreshEvents(this, "Events", server.autoScaling().groups(), function);
    events.getNode().addDependency(permissions);
    TerminateHooks hooks =
        new TerminateHooks(this, "TerminateHooks", settings.hookedGroups(), server);
    // A hook that nobody is there to complete would keep members waiting.
    hooks.getNode().addDependency(events);
    AgentPolicy agents = new AgentPolicy(this, "AgentPolicy", table, settings.haproxyRoles());
    RefreshMetrics metrics = new RefreshMetrics(table.name());
    ServiceAlarms alarms = new ServiceAlarms(this, "Alarms", settings, metrics, function);
    new ServiceDashboard(this, "Dashboard", settings.name(), metrics, alarms, function);

    output("AgentPolicyArn", "Attach it to the role of the HAProxy hosts", agents.arn());
    output("TableName", "DYNAMODB_TABLE_NAME of the agents", table.name());
    output("FunctionAlias", "To invoke by hand", function.live().getFunctionArn());
    output("DeadLetters", "Events that were given up", function.deadLetters().getQueueUrl());
    output("LogGroup", "Where the refresh writes", function.logs().getLogGroupName());
    settings.tags().forEach((key, value) -> Tags.of(this).add(key, value));
    settings.warnings().forEach(warning -> Annotations.of(this).addWarningV2("hsdo:size", warning));
  }

  private void output(String id, String description, String value) {
    CfnOutput.Builder.create(this, id).description(description).value(value).build();
  }
}
