package io.hsdo.local.cloud.model;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An Auto Scaling Group as it is set up; who is in it, {@link GroupInstance} says.
 *
 * @param tags by key
 * @param hooks by name
 * @param deleting it goes as soon as its last instance is gone
 */
public record Group(
    String name,
    String arn,
    Instant created,
    LaunchTemplate template,
    List<String> zones,
    Capacity capacity,
    SortedMap<String, GroupTag> tags,
    SortedMap<String, LifecycleHook> hooks,
    Optional<WarmPool> warmPool,
    boolean deleting) {

  public Group {
    zones = List.copyOf(zones);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    hooks = Collections.unmodifiableSortedMap(new TreeMap<>(hooks));
  }

  /** The tags of the instances it launches. */
  Map<String, String> instanceTags() {
    var instanceTags = new HashMap<String, String>();
    tags.values().stream()
        .filter(GroupTag::propagateAtLaunch)
        .forEach(tag -> instanceTags.put(tag.key(), tag.value()));
    instanceTags.put(Ec2Instance.GROUP_TAG, name);
    return instanceTags;
  }

  List<LifecycleHook> hooks(LifecycleTransition transition) {
    return hooks.values().stream().filter(hook -> hook.transition() == transition).toList();
  }

  Group withCapacity(Capacity capacity) {
    return new Group(
        name, arn, created, template, zones, capacity, tags, hooks, warmPool, deleting);
  }

  Group withZones(List<String> zones) {
    return new Group(
        name, arn, created, template, zones, capacity, tags, hooks, warmPool, deleting);
  }

  Group withTemplate(LaunchTemplate template) {
    return new Group(
        name, arn, created, template, zones, capacity, tags, hooks, warmPool, deleting);
  }

  Group withTag(GroupTag tag) {
    var changed = new TreeMap<>(tags);
    changed.put(tag.key(), tag);
    return new Group(
        name, arn, created, template, zones, capacity, changed, hooks, warmPool, deleting);
  }

  Group withoutTag(String key) {
    var changed = new TreeMap<>(tags);
    changed.remove(key);
    return new Group(
        name, arn, created, template, zones, capacity, changed, hooks, warmPool, deleting);
  }

  Group withHook(LifecycleHook hook) {
    var changed = new TreeMap<>(hooks);
    changed.put(hook.name(), hook);
    return new Group(
        name, arn, created, template, zones, capacity, tags, changed, warmPool, deleting);
  }

  Group withoutHook(String hookName) {
    var changed = new TreeMap<>(hooks);
    changed.remove(hookName);
    return new Group(
        name, arn, created, template, zones, capacity, tags, changed, warmPool, deleting);
  }

  Group withWarmPool(Optional<WarmPool> warmPool) {
    return new Group(
        name, arn, created, template, zones, capacity, tags, hooks, warmPool, deleting);
  }

  Group beingDeleted() {
    return new Group(
        name,
        arn,
        created,
        template,
        zones,
        new Capacity(0, 0, 0),
        tags,
        hooks,
        Optional.empty(),
        true);
  }
}
