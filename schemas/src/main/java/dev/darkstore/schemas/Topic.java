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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Topics: the complete interface between the services, and to external clients. */
public enum Topic {
  /** Requests of customers. */
  ORDERS("orders", Role.ORDERS, "orderId", Principal.CUSTOMERS),
  /** Requests of the coordinator to the store participant: Reserve, Commit. */
  STORE_COMMANDS(BranchName.STORE, Role.COMMANDS),
  /** Requests of the coordinator to the delivery participant. */
  DELIVERY_COMMANDS(BranchName.DELIVERY, Role.COMMANDS),
  /** End of orders, for the store participant: Release, Settle. */
  STORE_RELEASES(BranchName.STORE, Role.RELEASES),
  /** End of orders, for the delivery participant. */
  DELIVERY_RELEASES(BranchName.DELIVERY, Role.RELEASES),
  /** Replies of the store participant about its branch of an order. */
  STORE_EVENTS(BranchName.STORE, Role.EVENTS),
  /** Replies of the delivery participant about its branch of an order. */
  DELIVERY_EVENTS(BranchName.DELIVERY, Role.EVENTS),
  /** Votes of the store participant: Reserved, sent ahead of its Kafka transaction. */
  STORE_VOTES(BranchName.STORE, Role.VOTES),
  /** Votes of the delivery participant. */
  DELIVERY_VOTES(BranchName.DELIVERY, Role.VOTES),
  /** Replies to customers about their orders. */
  ORDER_EVENTS("order-events", Role.ORDER_EVENTS, "orderId", Principal.COORDINATOR),
  /** Notifications to a store's pickers. */
  STORE_NOTIFICATIONS(BranchName.STORE, Role.NOTIFICATIONS, "store-notifications", "storeId"),
  /** Notifications to an agent. */
  DELIVERY_NOTIFICATIONS(
      BranchName.DELIVERY, Role.NOTIFICATIONS, "delivery-notifications", "agentId"),
  /** A store's supply. */
  STOCK_UPDATES(BranchName.STORE, Role.SUPPLY_UPDATES, "stock-updates", "storeId"),
  /** A zone's agents. */
  AGENT_UPDATES(BranchName.DELIVERY, Role.SUPPLY_UPDATES, "agent-updates", "zoneId"),
  /** Replies to {@link #STOCK_UPDATES}, on the partition of equal number. */
  STOCK_EVENTS(BranchName.STORE, Role.SUPPLY_EVENTS, "stock-events", "branchKey"),
  /** Replies to {@link #AGENT_UPDATES}, on the partition of equal number. */
  AGENT_EVENTS(BranchName.DELIVERY, Role.SUPPLY_EVENTS, "agent-events", "branchKey"),
  /** Messages between delivery's tasks about the zone of an agent. */
  AGENT_MOVES(BranchName.DELIVERY, Role.MOVES, "agent-moves", "addressee"),
  /** Records that could not be processed, with headers for their source and the reason. */
  DEAD_LETTERS("dead-letters", Role.DEAD_LETTERS, "as it came", Principal.EVERY_SERVICE);

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

  Topic(String topicName, Role role, String key, Principal writer) {
    this(topicName, role, Optional.empty(), key, writer);
  }

  /** A topic of the protocol, which every participant has. */
  Topic(BranchName branch, Role role) {
    this(branch, role, branch.text() + "-" + role.suffix, role.key);
  }

  Topic(BranchName branch, Role role, String topicName, String key) {
    this(
        topicName,
        role,
        Optional.of(branch),
        key,
        switch (role) {
          case COMMANDS, RELEASES, NOTIFICATIONS -> Principal.COORDINATOR;
          case VOTES, EVENTS, SUPPLY_EVENTS, MOVES -> branch.participant();
          case SUPPLY_UPDATES -> branch.clients();
          case ORDERS, ORDER_EVENTS, DEAD_LETTERS -> throw new IllegalArgumentException(topicName);
        });
  }

  Topic(String topicName, Role role, Optional<BranchName> branch, String key, Principal writer) {
    this.topicName = topicName;
    this.role = role;
    this.branch = branch;
    this.key = key;
    this.writer = writer;
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
    /** Votes of a participant, sent ahead of the commit. */
    VOTES("votes", "orderId"),
    /** Replies of a participant about its branch of an order. */
    EVENTS("events", "orderId"),
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

  /** Returns the topic with this name, without the prefix of an installation, if it is ours. */
  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }

  /** Returns the topics of these roles, in the table's order. */
  public static List<Topic> of(Role... roles) {
    return Arrays.stream(values())
        .filter(topic -> Arrays.asList(roles).contains(topic.role))
        .toList();
  }

  /** Returns the topics that a principal reads to do its work, in the table's order. */
  public static List<Topic> readBy(Principal principal) {
    return Arrays.stream(values()).filter(topic -> topic.readers().contains(principal)).toList();
  }

  /**
   * Returns the topics that a service reads or writes, in the table's order, without dead letters.
   */
  public static List<Topic> of(Principal service) {
    return Arrays.stream(values())
        .filter(topic -> topic.writer == service || topic.readers().contains(service))
        .toList();
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
      case NOTIFICATIONS, SUPPLY_EVENTS -> List.of(branch.orElseThrow().clients());
      case DEAD_LETTERS -> List.of();
    };
  }

  /**
   * Returns the schema of its records' values; empty for dead letters, which are kept unchanged.
   */
  public Optional<Schema> schema() {
    return Optional.ofNullable(
        switch (role) {
          case ORDERS -> OrderRequest.getClassSchema();
          case COMMANDS -> BranchCommand.getClassSchema();
          case RELEASES -> BranchRelease.getClassSchema();
          case EVENTS, VOTES -> BranchEvent.getClassSchema();
          case ORDER_EVENTS -> OrderEvent.getClassSchema();
          case NOTIFICATIONS ->
              switch (branch.orElseThrow()) {
                case STORE -> StoreNotification.getClassSchema();
                case DELIVERY -> DeliveryNotification.getClassSchema();
              };
          case SUPPLY_UPDATES ->
              switch (branch.orElseThrow()) {
                case STORE -> StockUpdate.getClassSchema();
                case DELIVERY -> AgentUpdate.getClassSchema();
              };
          case SUPPLY_EVENTS -> SupplyEvent.getClassSchema();
          case MOVES -> AgentMove.getClassSchema();
          case DEAD_LETTERS -> null;
        });
  }

  /**
   * Returns the service that joins its records by key with those of other topics, or answers them
   * partition by partition; empty if none does.
   */
  private Optional<Principal> joinedBy() {
    return switch (role) {
      case ORDERS, VOTES, EVENTS -> Optional.of(Principal.COORDINATOR);
      case COMMANDS, RELEASES, SUPPLY_UPDATES, SUPPLY_EVENTS, MOVES ->
          branch.map(BranchName::participant);
      case ORDER_EVENTS, NOTIFICATIONS, DEAD_LETTERS -> Optional.empty();
    };
  }

  /**
   * Returns the topics that must have as many partitions as this one, itself included: otherwise
   * records of one key would reach different tasks. Empty if it is read or written by itself.
   */
  public List<Topic> copartitioned() {
    Optional<Principal> service = joinedBy();
    return service.isEmpty()
        ? List.of()
        : Arrays.stream(values()).filter(topic -> topic.joinedBy().equals(service)).toList();
  }

  /** Returns every group of topics that must have equal partition counts, one per service. */
  public static List<List<Topic>> copartitions() {
    return Arrays.stream(values())
        .map(Topic::copartitioned)
        .filter(group -> !group.isEmpty())
        .distinct()
        .toList();
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
        Long.toString((this == DEAD_LETTERS ? DEAD_LETTER_RETENTION : RETENTION).toMillis()));
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
}
