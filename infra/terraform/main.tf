# The table of a service and the policies of whoever uses it: what the CDK app makes, without the
# function, for those who run the refresh themselves. The policies are the files beside this folder.

terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "table_name" {
  description = "Name of the service's table: DYNAMODB_TABLE_NAME of refresh and agents"
  type        = string
}

variable "groups" {
  description = "Names of the Auto Scaling Groups whose terminate hooks the refresh completes"
  type        = set(string)
}

data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  group_arn_prefix = join(":", [
    "arn",
    data.aws_partition.current.partition,
    "autoscaling",
    data.aws_region.current.id,
    data.aws_caller_identity.current.account_id,
    "autoScalingGroup:*:autoScalingGroupName/",
  ])
  group_arns = [for group in sort(var.groups) : "${local.group_arn_prefix}${group}"]
}

resource "aws_dynamodb_table" "slot_list" {
  name                        = var.table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "BackendServerID"
  deletion_protection_enabled = true

  attribute {
    name = "BackendServerID"
    type = "N"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_iam_policy" "agent" {
  name_prefix = "hsdo-agent-"
  description = "HSDO agents read slot list ${var.table_name}"
  policy = templatefile("${path.module}/../json/agent-policy.json", {
    table_arn = aws_dynamodb_table.slot_list.arn
  })
}

resource "aws_iam_policy" "refresh" {
  name_prefix = "hsdo-refresh-"
  description = "The HSDO refresh keeps slot list ${var.table_name}"
  policy = templatefile("${path.module}/../json/refresh-policy.json", {
    table_arn  = aws_dynamodb_table.slot_list.arn
    group_arns = join("\", \"", local.group_arns)
  })
}

output "agent_policy_arn" {
  description = "Attach it to the role of the HAProxy hosts"
  value       = aws_iam_policy.agent.arn
}

output "refresh_policy_arn" {
  description = "Attach it to the role that the refresh runs with"
  value       = aws_iam_policy.refresh.arn
}
