package dev.darkstore.setup.access;

import dev.darkstore.client.letters.Resending;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Access rights of every principal of an installation, derived from the topic table and the
 * services' topologies, so that it grants the required rights and no others. No principal may
 * create, alter or delete anything; the cluster's administrator, who needs no explicit right,
 * creates the topics and grants these rights.
 *
 * <p>An installation with a prefix has its own users, so that no user has rights in two of them.
 *
 * @param installation installation whose rights these are
 */
public record AccessTable(Installation installation) {
  /**
   * Our services by their principal in the topic table; participants of further branches are not.
   */
  public static final Map<Principal, ServiceDefinition> SERVICES =
      Arrays.stream(ServiceKind.values())
          .collect(Collectors.toUnmodifiableMap(ServiceKind::principal, ServiceKind::definition));

  private static final String EVERY_NAME = "*";

  /** Beginning of the user names of services, which are their Kafka applications. */
  private static final String SERVICE_USER = "darkstore-";

  /**
   * About 4,000 orders of 250 bytes per second and broker: far more than a customers' gateway
   * needs, and too little to saturate a network or a disk.
   */
  private static final long CLIENT_BYTES_PER_SECOND = 1024 * 1024;

  /** Returns the user name of a principal on the cluster. */
  public String userName(Principal principal) {
    return principal.isService()
        ? installation.prefixed(SERVICE_USER + principal.name())
        : installation.prefixed(principal.name());
  }

  /** Returns the rights of a principal. */
  public List<Right> rights(Principal principal) {
    if (principal.isService()) {
      return service(principal);
    }
    if (principal.isClient()) {
      return client(principal);
    }
    if (principal.equals(Principal.AUDITORS)) {
      return auditors();
    }
    if (principal.equals(Principal.OPERATORS)) {
      return operators();
    }
    throw new IllegalArgumentException("every service has separate rights");
  }

  /**
   * Returns the rights of all principals as Kafka's bindings.
   *
   * @param kafkaPrincipal mapping from user name to Kafka principal
   */
  public List<AclBinding> bindings(UnaryOperator<String> kafkaPrincipal) {
    List<AclBinding> bindings = new ArrayList<>();
    for (Principal principal : installation.principals()) {
      String name = kafkaPrincipal.apply(userName(principal));
      rights(principal).forEach(right -> bindings.addAll(right.bindings(name)));
    }
    return bindings;
  }

  /**
   * Returns a quota for writing, in bytes per second to each broker: external clients must not
   * deprive the services of broker capacity. Services have no quota, since they only write what
   * follows from their input.
   */
  public static OptionalLong producedBytesPerSecond(Principal principal) {
    return principal.isClient() ? OptionalLong.of(CLIENT_BYTES_PER_SECOND) : OptionalLong.empty();
  }

  private List<Right> client(Principal principal) {
    List<Right> rights = new ArrayList<>(topics(TopicUse.ofTable(installation, principal)));
    rights.add(
        Right.of(ResourceType.GROUP, userName(principal), PatternType.PREFIXED, AclOperation.READ));
    return rights;
  }

  /**
   * Returns the rights required for exactly-once processing: on the group; on transactional ids
   * with the application's id as prefix; on the topics that are read and written; and on the
   * changelogs, with the application's id as prefix. Since topics are created beforehand, no right
   * to create is needed. Their settings are compared at the start.
   *
   * <p>The participant of a further branch has the rights of the table: it may be a Kafka Streams
   * application like ours, or any client whose group and transactional ids have these names.
   */
  private List<Right> service(Principal principal) {
    String id = userName(principal);
    ServiceDefinition own = SERVICES.get(principal);
    TopicUse use =
        own == null
            ? TopicUse.ofParticipant(installation, principal)
            : TopicUse.ofService(own, installation);
    List<Right> rights = new ArrayList<>(topics(use, AclOperation.DESCRIBE_CONFIGS));
    rights.add(
        Right.of(
            ResourceType.TOPIC,
            id + "-",
            PatternType.PREFIXED,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DESCRIBE_CONFIGS));
    rights.add(Right.of(ResourceType.GROUP, id, PatternType.LITERAL, AclOperation.READ));
    rights.add(
        Right.of(
            ResourceType.TRANSACTIONAL_ID, id + "-", PatternType.PREFIXED, AclOperation.WRITE));
    // To compare clocks: the controllers report the time of their last contact.
    rights.add(
        Right.of(
            ResourceType.CLUSTER,
            Resource.CLUSTER_NAME,
            PatternType.LITERAL,
            AclOperation.DESCRIBE));
    return rights;
  }

  private List<Right> auditors() {
    return installation.topics().stream()
        .map(topic -> Right.topic(installation.nameOf(topic), Set.of(AclOperation.READ)))
        .toList();
  }

  /** Operators read every topic, and resend dead letters, which writes a mark beside the letter. */
  private List<Right> operators() {
    String name = userName(Principal.OPERATORS);
    List<Right> rights = new ArrayList<>();
    for (Topic topic : installation.topics()) {
      Set<AclOperation> operations = EnumSet.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
      if (topic.isClientFacing() || topic.equals(Topic.DEAD_LETTERS)) {
        operations.add(AclOperation.WRITE);
      }
      rights.add(Right.topic(installation.nameOf(topic), operations));
    }
    for (Principal service : installation.services()) {
      rights.add(
          Right.of(
              ResourceType.TOPIC,
              userName(service) + "-",
              PatternType.PREFIXED,
              AclOperation.DESCRIBE,
              AclOperation.DESCRIBE_CONFIGS));
    }
    rights.add(groups());
    rights.add(Right.of(ResourceType.GROUP, name, PatternType.PREFIXED, AclOperation.READ));
    rights.add(
        Right.of(
            ResourceType.TRANSACTIONAL_ID,
            installation.prefixed(Resending.TRANSACTIONAL_ID),
            PatternType.LITERAL,
            AclOperation.WRITE));
    return rights;
  }

  /** Returns the right to describe the groups of the installation. */
  private Right groups() {
    return installation.prefix().isEmpty()
        ? Right.of(ResourceType.GROUP, EVERY_NAME, PatternType.LITERAL, AclOperation.DESCRIBE)
        : Right.of(
            ResourceType.GROUP, installation.prefix(), PatternType.PREFIXED, AclOperation.DESCRIBE);
  }

  /**
   * Returns the rights to read and write topics.
   *
   * @param withRead further operations granted together with reading
   */
  private List<Right> topics(TopicUse use, AclOperation... withRead) {
    List<Right> rights = new ArrayList<>();
    for (Topic topic : installation.topics()) {
      Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
      if (use.read().contains(topic)) {
        operations.add(AclOperation.READ);
        operations.addAll(List.of(withRead));
      }
      if (use.written().contains(topic)) {
        operations.add(AclOperation.WRITE);
      }
      if (!operations.isEmpty()) {
        rights.add(Right.topic(installation.nameOf(topic), operations));
      }
    }
    return rights;
  }
}
