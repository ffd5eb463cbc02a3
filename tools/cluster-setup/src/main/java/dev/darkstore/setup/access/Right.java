package dev.darkstore.setup.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Access right of a principal on resources of a cluster.
 *
 * @param type type of the resources
 * @param pattern pattern that makes the name one or many
 * @param operations operations that are allowed; a right to read or write something includes the
 *     right to describe it
 */
public record Right(
    ResourceType type, String name, PatternType pattern, Set<AclOperation> operations) {
  private static final String ANY_HOST = "*";

  /** Copies the operations, in Kafka's order. */
  public Right {
    operations = Collections.unmodifiableSet(EnumSet.copyOf(operations));
  }

  static Right topic(String name, Set<AclOperation> operations) {
    return new Right(ResourceType.TOPIC, name, PatternType.LITERAL, operations);
  }

  static Right of(ResourceType type, String name, PatternType pattern, AclOperation... operations) {
    return new Right(type, name, pattern, Set.of(operations));
  }

  /** Returns the right as Kafka's bindings: one per operation. */
  List<AclBinding> bindings(String kafkaPrincipal) {
    ResourcePattern resource = new ResourcePattern(type, name, pattern);
    return operations.stream()
        .map(
            operation ->
                new AclBinding(
                    resource,
                    new AccessControlEntry(
                        kafkaPrincipal, ANY_HOST, operation, AclPermissionType.ALLOW)))
        .toList();
  }
}
