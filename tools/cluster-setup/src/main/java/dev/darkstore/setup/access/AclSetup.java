package dev.darkstore.setup.access;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Comparison of a cluster's rights with the table, with the operations that make them equal.
 *
 * @param missing rights in the table that the cluster lacks
 * @param present rights in both
 * @param beyond rights of the table's principals beyond the table, and rights of others to change
 *     our topics
 */
public record AclSetup(
    List<AclBinding> missing, List<AclBinding> present, List<AclBinding> beyond) {
  private static final Duration KNOWN_MAX = Duration.ofSeconds(30);

  /** Copies the collections. */
  public AclSetup {
    missing = List.copyOf(missing);
    present = List.copyOf(present);
    beyond = List.copyOf(beyond);
  }

  /** Compares the cluster's rights with the table. */
  static AclSetup of(
      AccessTable table, Collection<AclBinding> wanted, Collection<AclBinding> actual) {
    Set<AclBinding> there = new HashSet<>(actual);
    Set<AclBinding> known = new LinkedHashSet<>(wanted);
    Set<String> ours = new HashSet<>();
    wanted.forEach(binding -> ours.add(binding.entry().principal()));
    List<AclBinding> beyond = new ArrayList<>();
    for (AclBinding binding : actual) {
      if (binding.entry().permissionType() == AclPermissionType.ALLOW
          && !known.contains(binding)
          && (ours.contains(binding.entry().principal()) || changesATopicOfOurs(table, binding))) {
        beyond.add(binding);
      }
    }
    return new AclSetup(
        known.stream().filter(binding -> !there.contains(binding)).toList(),
        known.stream().filter(there::contains).toList(),
        beyond);
  }

  /**
   * Reads the rights of a cluster.
   *
   * @param wanted rights of the table, for the cluster's names of users
   * @throws KafkaException if they cannot be listed, because of a missing authorizer or right
   */
  public static AclSetup of(Admin admin, AccessTable table, Collection<AclBinding> wanted)
      throws InterruptedException {
    try {
      return of(table, wanted, admin.describeAcls(AclBindingFilter.ANY).values().get());
    } catch (ExecutionException e) {
      throw new KafkaException("rights cannot be listed: " + e.getCause().getMessage(), e);
    }
  }

  /** Grants the missing rights, and returns when the queried broker has applied them. */
  public void grant(Admin admin) throws InterruptedException {
    try {
      admin.createAcls(missing).all().get();
      long endNanos = System.nanoTime() + KNOWN_MAX.toNanos();
      while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(missing)) {
        // Repeated without a pause: this takes about one round trip.
        if (System.nanoTime() - endNanos > 0) {
          throw new KafkaException("the brokers have not applied the granted rights");
        }
      }
    } catch (ExecutionException e) {
      throw new KafkaException("rights cannot be granted: " + e.getCause().getMessage(), e);
    }
  }

  /** Revokes the rights beyond the table. */
  public void revokeBeyond(Admin admin) throws InterruptedException {
    try {
      admin.deleteAcls(beyond.stream().map(AclBinding::toFilter).toList()).all().get();
    } catch (ExecutionException e) {
      throw new KafkaException("rights cannot be revoked: " + e.getCause().getMessage(), e);
    }
  }

  private static boolean changesATopicOfOurs(AccessTable table, AclBinding binding) {
    AclOperation operation = binding.entry().operation();
    return binding.pattern().resourceType() == ResourceType.TOPIC
        && operation != AclOperation.READ
        && operation != AclOperation.DESCRIBE
        && operation != AclOperation.DESCRIBE_CONFIGS
        && isOfOurs(table, binding.pattern());
  }

  private static boolean isOfOurs(AccessTable table, ResourcePattern pattern) {
    Installation installation = table.installation();
    String name = pattern.name();
    for (Topic topic : installation.topics()) {
      if (pattern.patternType() == PatternType.PREFIXED
          ? installation.nameOf(topic).startsWith(name)
          : name.equals(installation.nameOf(topic))) {
        return true;
      }
    }
    // The changelogs too: the services' state is a copy of them.
    return name.equals(ResourcePattern.WILDCARD_RESOURCE)
        || installation.services().stream()
            .map(service -> table.userName(service) + "-")
            .anyMatch(
                prefix ->
                    name.startsWith(prefix)
                        || (pattern.patternType() == PatternType.PREFIXED
                            && prefix.startsWith(name)));
  }
}
