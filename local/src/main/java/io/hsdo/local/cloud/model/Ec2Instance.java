package io.hsdo.local.cloud.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One instance as EC2 sees it.
 *
 * @param address the private address; a terminated instance has lost it
 * @param since when it entered its state
 */
public record Ec2Instance(
    String id,
    String reservation,
    String address,
    String zone,
    LaunchTemplate template,
    Instant launched,
    Ec2State state,
    Instant since,
    SortedMap<String, String> tags) {

  /** The tag by which EC2 knows the group of an instance. */
  public static final String GROUP_TAG = "aws:autoscaling:groupName";

  public Ec2Instance {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  boolean runs() {
    return state == Ec2State.RUNNING;
  }

  Ec2Instance in(Ec2State state, Instant since) {
    return new Ec2Instance(id, reservation, address, zone, template, launched, state, since, tags);
  }
}
