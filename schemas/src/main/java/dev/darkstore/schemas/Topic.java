package dev.darkstore.schemas;

import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.events.SupplyEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Topic: part of the interface between the services, and to external clients. The names of a
 * branch's topics follow from its name; the {@link Installation} lists the topics that exist. Equal
 * by name.
 */
public final class Topic implements Comparable<Topic> {
  /** Requests of customers. */
  public static final Topic ORDERS =
      new Topic(
          "orders",
          Role.ORDERS,
          Optional.empty(),
          "orderId",
          Principal.CUSTOMERS,
          OrderRequest.getClassSchema());

  /** Requests of the coordinator to the store participant: Reserve, Commit. */
  public static final Topic STORE_COMMANDS = new Topic(BranchName.STORE, Role.COMMANDS);

  /** Requests of the coordinator to the delivery participant. */
  public static final Topic DELIVERY_COMMANDS = new Topic(BranchName.DELIVERY, Role.COMMANDS);

  /** End of orders, for the store participant: Release, Settle. */
  public static final Topic STORE_RELEASES = new Topic(BranchName.STORE, Role.RELEASES);

  /** End of orders, for the delivery participant. */
  public static final Topic DELIVERY_RELEASES = new Topic(BranchName.DELIVERY, Role.RELEASES);

  /** Replies of the store participant about its branch of an order. */
  public static final Topic STORE_EVENTS = new Topic(BranchName.STORE, Role.EVENTS);

  /** Replies of the delivery participant about its branch of an order. */
  public static final Topic DELIVERY_EVENTS = new Topic(BranchName.DELIVERY, Role.EVENTS);

  /** Votes of the store participant: Reserved, sent ahead of its Kafka transaction. */
  public static final Topic STORE_VOTES = new Topic(BranchName.STORE, Role.VOTES);

  /** Votes of the delivery participant. */
  public static final Topic DELIVERY_VOTES = new Topic(BranchName.DELIVERY, Role.VOTES);

  /** Replies to customers about their orders. */
  public static final Topic ORDER_EVENTS =
      new Topic(
          "order-events",
          Role.ORDER_EVENTS,
          Optional.empty(),
          "orderId",
          Principal.COORDINATOR,
          OrderEvent.getClassSchema());

  /** Notifications to a store's pickers. */
  public static final Topic STORE_NOTIFICATIONS =
      new Topic(
          "store-notifications",
          Role.NOTIFICATIONS,
          Optional.of(BranchName.STORE),
          "storeId",
          Principal.COORDINATOR,
          StoreNotification.getClassSchema());

  /** Notifications to an agent. */
  public static final Topic DELIVERY_NOTIFICATIONS =
      new Topic(
          "delivery-notifications",
          Role.NOTIFICATIONS,
          Optional.of(BranchName.DELIVERY),
          "agentId",
          Principal.COORDINATOR,
          DeliveryNotification.getClassSchema());

  /** A store's supply. */
  public static final Topic STOCK_UPDATES =
      new Topic(
          "stock-updates",
          Role.SUPPLY_UPDATES,
          Optional.of(BranchName.STORE),
          "storeId",
          Principal.BACK_OFFICE,
          StockUpdate.getClassSchema());

  /** A zone's agents. */
  public static final Topic AGENT_UPDATES =
      new Topic(
          "agent-updates",
          Role.SUPPLY_UPDATES,
          Optional.of(BranchName.DELIVERY),
          "zoneId",
          Principal.AGENTS,
          AgentUpdate.getClassSchema());

  /** Replies to {@link #STOCK_UPDATES}, on the partition of equal number. */
  public static final Topic STOCK_EVENTS =
      new Topic(
          "stock-events",
          Role.SUPPLY_EVENTS,
          Optional.of(BranchName.STORE),
          "branchKey",
          Principal.STORE,
          SupplyEvent.getClassSchema());

  /** Replies to {@link #AGENT_UPDATES}, on the partition of equal number. */
  public static final Topic AGENT_EVENTS =
      new Topic(
          "agent-events",
          Role.SUPPLY_EVENTS,
          Optional.of(BranchName.DELIVERY),
          "branchKey",
          Principal.DELIVERY,
          SupplyEvent.getClassSchema());

  /** Messages between delivery's tasks about the zone of an agent. */
  public static final Topic AGENT_MOVES =
      new Topic(
          "agent-moves",
          Role.MOVES,
          Optional.of(BranchName.DELIVERY),
          "addressee",
          Principal.DELIVERY,
          AgentMove.getClassSchema());

  /** Records that could not be processed, with headers for their source and the reason. */
  public static final Topic DEAD_LETTERS =
      new Topic(
          "dead-letters",
          Role.DEAD_LETTERS,
          Optional.empty(),
          "as it came",
          Principal.EVERY_SERVICE,
          null);

  private static final List<Topic> BUILT_IN =
      List.of(
          ORDERS,
          STORE_COMMANDS,
          DELIVERY_COMMANDS,
          STORE_RELEASES,
          DELIVERY_RELEASES,
          STORE_EVENTS,
          DELIVERY_EVENTS,
          STORE_VOTES,
          DELIVERY_VOTES,
          ORDER_EVENTS,
          STORE_NOTIFICATIONS,
          DELIVERY_NOTIFICATIONS,
          STOCK_UPDATES,
          AGENT_UPDATES,
          STOCK_EVENTS,
          AGENT_EVENTS,
          AGENT_MOVES,
          DEAD_LETTERS);

  private static final Map<String, Topic> BUILT_IN_BY_NAME =
      BUILT_IN.stream().collect(Collectors.toUnmodifiableMap(Topic::topicName, topic -> topic));

  private static final Comparator<Topic> IN_TABLE =
      Comparator.comparing(Topic::role).thenComparing(Topic::rank).thenComparing(Topic::topicName);

  /** Roles that every participant's topics have by convention. */
  private static final List<Role> OF_EVERY_BRANCH =
      Arrays.stream(Role.values()).filter(role -> !role.suffix.isEmpty()).toList();

  /**
   * One week: an audit reads outcomes and their causes from the topics alone, and a service that
   * was down over a long weekend still finds all its input. It is well above the retention of
   * outcomes (a day), so that no outcome outlives its own record.
   */
  private static final Duration RETENTION = Duration.ofDays(7);

  /** One month: dead letters are handled by people, who may be on holiday. */
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /**
   * Kafka's limit applies to a whole stored batch, and only the Java client splits a rejected
   * batch: others fill theirs up to 1,000,000 bytes. So it cannot limit a record; the limit of a
   * record is {@link Limits#RECORD_BYTES}. Set explicitly, to be independent of a broker's default.
   */
  private static final int BATCH_BYTES = 1024 * 1024;

  private final String topicName;
  private final Role role;
  private final Optional<BranchName> branch;
  private final String key;
  private final Principal writer;
  private final Optional<Schema> schema;

  private Topic(
      String topicName,
      Role role,
      Optional<BranchName> branch,
      String key,
      Principal writer,
      Schema schema) {
    this.topicName = topicName;
    this.role = role;
    this.branch = branch;
    this.key = key;
    this.writer = writer;
    this.schema = Optional.ofNullable(schema);
  }

  /** Topic of the protocol, which every participant has. */
  private Topic(BranchName branch, Role role) {
    this(
        branch.text() + '-' + role.suffix,
        role,
        Optional.of(branch),
        role.key,
        role == Role.VOTES || role == Role.EVENTS ? branch.participant() : Principal.COORDINATOR,
        schemaOf(role));
  }

  private static Schema schemaOf(Role role) {
    return switch (role) {
      case COMMANDS -> BranchCommand.getClassSchema();
      case RELEASES -> BranchRelease.getClassSchema();
      case EVENTS, VOTES -> BranchEvent.getClassSchema();
      case ORDERS,
          ORDER_EVENTS,
          NOTIFICATIONS,
          SUPPLY_UPDATES,
          SUPPLY_EVENTS,
          MOVES,
          DEAD_LETTERS ->
          throw new IllegalArgumentException(role + " is not a role of every branch");
    };
  }

  /**
   * Role of a topic. Code that handles records of several topics distinguishes roles: a further
   * participant adds topics, but no role.
   */
  public enum Role {
    /** Requests of customers. */
    ORDERS,
    /** Requests of the coordinator to a participant: Reserve, Commit. */
    COMMANDS("commands", "branchKey"),
    /** End of orders, for a participant: Release, Settle. */
    RELEASES("releases", "branchKey"),
    /** Replies of a participant about its branch of an order. */
    EVENTS("events", "orderId"),
    /** Votes of a participant, sent ahead of the commit. */
    VOTES("votes", "orderId"),
    /** Replies to customers. */
    ORDER_EVENTS,
    /** Notifications of placed orders to the users of a participant. */
    NOTIFICATIONS,
    /** Supply of a participant, reported by its users. */
    SUPPLY_UPDATES,
    /** Answers to {@link #SUPPLY_UPDATES}. */
    SUPPLY_EVENTS,
    /** Messages between the tasks of one participant. */
    MOVES,
    /** Records that could not be processed. */
    DEAD_LETTERS;

    private final String suffix;
    private final String key;

    Role() {
      this("", "");
    }

    /** A role that every participant's topics have by convention. */
    Role(String suffix, String key) {
      this.suffix = suffix;
      this.key = key;
    }
  }

  /**
   * Returns the topic of this name, without the prefix of an installation: one of ours, or one that
   * a further branch would have by convention. {@link Installation#topic} knows which exist.
   */
  public static Optional<Topic> named(String topicName) {
    Topic builtIn = BUILT_IN_BY_NAME.get(topicName);
    return builtIn != null ? Optional.of(builtIn) : conventional(topicName);
  }

  private static Optional<Topic> conventional(String topicName) {
    int hyphen = topicName.lastIndexOf('-');
    if (hyphen < 0) {
      return Optional.empty();
    }
    String branch = topicName.substring(0, hyphen);
    String suffix = topicName.substring(hyphen + 1);
    return OF_EVERY_BRANCH.stream()
        .filter(role -> role.suffix.equals(suffix) && BranchName.violation(branch).isEmpty())
        .findFirst()
        .map(role -> new Topic(BranchName.of(branch), role));
  }

  /** Returns the topics that every installation has, in the table's order. */
  public static List<Topic> builtIn() {
    return BUILT_IN;
  }

  /** Returns true if a branch of this name would have a topic that exists for another purpose. */
  static boolean isBuiltIn(String branch) {
    return OF_EVERY_BRANCH.stream()
        .map(role -> BUILT_IN_BY_NAME.get(branch + '-' + role.suffix))
        .anyMatch(topic -> topic != null && !topic.isOfConvention());
  }

  private boolean isOfConvention() {
    return OF_EVERY_BRANCH.contains(role);
  }

  /** Returns the topics of a branch, by role. */
  static List<Topic> ofBranch(BranchName branch) {
    List<Topic> builtIn = BUILT_IN.stream().filter(branch::owns).toList();
    return builtIn.isEmpty()
        ? OF_EVERY_BRANCH.stream().map(role -> new Topic(branch, role)).toList()
        : builtIn;
  }

  /** Returns the role of its records. */
  public Role role() {
    return role;
  }

  /** Returns the branch that it belongs to; empty if it concerns all of them. */
  public Optional<BranchName> branch() {
    return branch;
  }

  /**
   * Returns its name, as in record headers and output; on a cluster the prefix of the {@link
   * Installation} precedes it.
   */
  public String topicName() {
    return topicName;
  }

  /** Returns the field whose UTF-8 bytes are a record's key. */
  public String key() {
    return key;
  }

  /** Returns the only principal that may write it. */
  public Principal writer() {
    return writer;
  }

  /**
   * Returns the principals that process its records; operators may read every topic. Dead letters
   * are read by people only.
   */
  public List<Principal> readers() {
    return switch (role) {
      case ORDERS, VOTES, EVENTS -> List.of(Principal.COORDINATOR);
      case COMMANDS, RELEASES, SUPPLY_UPDATES, MOVES -> List.of(branch.orElseThrow().participant());
      case ORDER_EVENTS -> List.of(Principal.CUSTOMERS);
      case NOTIFICATIONS, SUPPLY_EVENTS ->
          branch.orElseThrow().clients().map(List::of).orElse(List.of());
      case DEAD_LETTERS -> List.of();
    };
  }

  /**
   * Returns the schema of its records' values; empty for dead letters, which are kept unchanged.
   */
  public Optional<Schema> schema() {
    return schema;
  }

  /**
   * Returns the service that joins its records by key with those of other topics, or answers them
   * partition by partition; empty if none does.
   */
  Optional<Principal> joinedBy() {
    return switch (role) {
      case ORDERS, VOTES, EVENTS -> Optional.of(Principal.COORDINATOR);
      case COMMANDS, RELEASES, SUPPLY_UPDATES, SUPPLY_EVENTS, MOVES ->
          branch.map(BranchName::participant);
      case ORDER_EVENTS, NOTIFICATIONS, DEAD_LETTERS -> Optional.empty();
    };
  }

  /**
   * Returns true if its records are requests or votes, which services write ahead of the Kafka
   * transaction that decides them. No one writes it in Kafka transactions: an open one would hide
   * the records after it.
   */
  public boolean isAhead() {
    return role == Role.COMMANDS || role == Role.VOTES;
  }

  /**
   * Returns true if external clients write it, so that its records may be JSON and must be checked.
   */
  public boolean isClientFacing() {
    return writer.isClient();
  }

  /**
   * Returns the settings with which the topic is created, by Kafka's names. The numbers of
   * partitions and replicas are chosen by the operator, and so is {@code min.insync.replicas},
   * which depends on the replicas.
   */
  public Map<String, String> configs() {
    Map<String, String> configs = new LinkedHashMap<>();
    // Every record is a separate event: compaction would keep only the last of each key.
    configs.put("cleanup.policy", "delete");
    configs.put(
        "retention.ms",
        Long.toString((role == Role.DEAD_LETTERS ? DEAD_LETTER_RETENTION : RETENTION).toMillis()));
    configs.put("max.message.bytes", Integer.toString(BATCH_BYTES));
    if (isClientFacing()) {
      // A batch of nine kilobytes can decompress to hundreds of megabytes, which a consumer
      // allocates before it can check the record. The broker decompresses batches that it stores
      // uncompressed, and applies max.message.bytes to the result.
      configs.put("compression.type", "uncompressed");
    }
    // The age of an order, and retention, must not depend on a client's clock. Records between
    // services carry the timestamp of the event that led to them.
    configs.put("message.timestamp.type", isClientFacing() ? "LogAppendTime" : "CreateTime");
    return Collections.unmodifiableMap(configs);
  }

  /** Compares by role, then by branch: store, delivery, further ones by name. */
  @Override
  public int compareTo(Topic other) {
    return IN_TABLE.compare(this, other);
  }

  private int rank() {
    int builtIn = BUILT_IN.indexOf(this);
    return builtIn < 0 ? BUILT_IN.size() : builtIn;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Topic that && topicName.equals(that.topicName));
  }

  @Override
  public int hashCode() {
    return topicName.hashCode();
  }

  @Override
  public String toString() {
    return topicName;
  }
}
