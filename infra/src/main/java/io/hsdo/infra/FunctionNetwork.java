package io.hsdo.infra;

import java.util.List;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.Subnet;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The function's place in a VPC that somebody else made. */
final class FunctionNetwork extends Construct {
  private final Network network;
  private final IVpc vpc;

  FunctionNetwork(Construct scope, String id, Network network) {
    super(scope, id);
    this.network = network;
    vpc =
        Vpc.fromVpcAttributes(
            this,
            "Vpc",
            VpcAttributes.builder()
                .vpcId(network.vpc())
                // Only the subnets count, and they are given below; but these must not be empty.
                .availabilityZones(List.of("unused"))
                .privateSubnetIds(network.subnets().subList(0, 1))
                .build());
  }

  /** Puts a function there, whose role gets what that needs. */
  void connect(Function.Builder function, Role role) {
    function
        .vpc(vpc)
        .vpcSubnets(SubnetSelection.builder().subnets(subnets()).build())
        .securityGroups(securityGroups());
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("NetworkInterfaces")
            .actions(
                List.of(
                    "ec2:CreateNetworkInterface",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSubnets",
                    "ec2:DeleteNetworkInterface",
                    "ec2:AssignPrivateIpAddresses",
                    "ec2:UnassignPrivateIpAddresses"))
            .resources(List.of("*"))
            .build());
    Suppressions.wildcards(
        role.getNode().findChild("DefaultPolicy"),
        "Lambda makes and deletes the function's network interfaces, whose ids are its own");
  }

  private List<ISubnet> subnets() {
    return network.subnets().stream()
        .map(subnet -> Subnet.fromSubnetId(this, "Subnet-" + subnet, subnet))
        .toList();
  }

  private List<ISecurityGroup> securityGroups() {
    if (network.securityGroups().isEmpty()) {
      return List.of(
          SecurityGroup.Builder.create(this, "SecurityGroup")
              .vpc(vpc)
              .description("HSDO refresh: out to AWS, nothing in")
              .build());
    }
    return network.securityGroups().stream()
        .map(id -> SecurityGroup.fromSecurityGroupId(this, "SecurityGroup-" + id, id))
        .toList();
  }
}
