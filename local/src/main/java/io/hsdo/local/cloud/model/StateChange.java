package io.hsdo.local.cloud.model;

/** What TerminateInstances, StopInstances and StartInstances answer for one instance. */
public record StateChange(String instanceId, Ec2State previous, Ec2State current) {}
