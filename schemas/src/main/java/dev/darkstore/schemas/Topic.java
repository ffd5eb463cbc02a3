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
  ORDERS("orders", "orderId", Principal.CUSTOMERS, Copartition.ORDER),
  /** Requests of the coordinator to the store participant: Reserve, Commit. */
  STORE_COMMANDS("store-commands", "branchKey", Principal.COORDINATOR, Copartition.STORE),
  /** Requests of the coordinator to the delivery participant. */
  DELIVERY_COMMANDS("delivery-commands", "branchKey", Principal.COORDINATOR, Copartition.ZONE),
  /** End of orders, for the store participant: Release, Settle. */
  STORE_RELEASES("store-releases", "branchKey", Principal.COORDINATOR, Copartition.STORE),
  /** End of orders, for the delivery participant. */
  DELIVERY_RELEASES("delivery-releases", "branchKey", Principal.COORDINATOR, Copartition.ZONE),
  /** Replies of the store participant about its branch of an order. */
  STORE_EVENTS("store-events", "orderId", Principal.STORE, Copartition.ORDER),
  /** Replies of the delivery participant about its branch of an order. */
  DELIVERY_EVENTS("delivery-events", "orderId", Principal.DELIVERY, Copartition.ORDER),
  /** Votes of the store participant: Reserved, sent ahead of its Kafka transaction. */
  STORE_VOTES("store-votes", "orderId", Principal.STORE, Copartition.ORDER),
  /** Votes of the delivery participant. */
  DELIVERY_VOTES("delivery-votes", "orderId", Principal.DELIVERY, Copartition.ORDER),
  /** Replies to customers about their orders. */
  ORDER_EVENTS("order-events", "orderId", Principal.COORDINATOR, Copartition.NONE),
  /** Notifications to a store's pickers. */
  STORE_NOTIFICATIONS("store-notifications", "storeId", Principal.COORDINATOR, Copartition.NONE),
  /** Notifications to an agent. */
  DELIVERY_NOTIFICATIONS(
      "delivery-notifications", "agentId", Principal.COORDINATOR, Copartition.NONE),
  /** A store's supply. */
  STOCK_UPDATES("stock-updates", "storeId", Principal.BACK_OFFICE, Copartition.STORE),
  /** A zone's agents. */
  AGENT_UPDATES("agent-updates", "zoneId", Principal.AGENTS, Copartition.ZONE),
  /** Replies to {@link #STOCK_UPDATES}, on the partition of equal number. */
  STOCK_EVENTS("stock-events", "branchKey", Principal.STORE, Copartition.STORE),
  /** Replies to {@link #AGENT_UPDATES}, on the partition of equal number. */
  AGENT_EVENTS("agent-events", "branchKey", Principal.DELIVERY, Copartition.ZONE),
  /** Messages between delivery's tasks about the zone of an agent. */
  AGENT_MOVES("agent-moves", "addressee", Principal.DELIVERY, Copartition.ZONE),
  /** Records that could not be processed, with headers for their source and the reason. */
  DEAD_LETTERS("dead-letters", "as it came", Principal.EVERY_SERVICE, Copartition.NONE);

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
  private final String key;
  private final Principal writer;
  private final Copartition copartition;

  Topic(String topicName, String key, Principal writer, Copartition copartition) {
    this.topicName = topicName;
    this.key = key;
    this.writer = writer;
    this.copartition = copartition;
  }

  /** Returns the topic with this name, if it is ours. */
  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }

  /** Returns its name on the broker. */
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
    return switch (this) {
      case ORDERS, STORE_EVENTS, DELIVERY_EVENTS, STORE_VOTES, DELIVERY_VOTES ->
          List.of(Principal.COORDINATOR);
      case STORE_COMMANDS, STORE_RELEASES, STOCK_UPDATES -> List.of(Principal.STORE);
      case DELIVERY_COMMANDS, DELIVERY_RELEASES, AGENT_UPDATES, AGENT_MOVES ->
          List.of(Principal.DELIVERY);
      case ORDER_EVENTS -> List.of(Principal.CUSTOMERS);
      case STORE_NOTIFICATIONS, STOCK_EVENTS -> List.of(Principal.BACK_OFFICE);
      case DELIVERY_NOTIFICATIONS, AGENT_EVENTS -> List.of(Principal.AGENTS);
      case DEAD_LETTERS -> List.of();
    };
  }

  /**
   * Returns the schema of its records' values; empty for dead letters, which are kept unchanged.
   */
  public Optional<Schema> schema() {
    return Optional.ofNullable(
        switch (this) {
          case ORDERS -> OrderRequest.getClassSchema();
          case STORE_COMMANDS, DELIVERY_COMMANDS -> BranchCommand.getClassSchema();
          case STORE_RELEASES, DELIVERY_RELEASES -> BranchRelease.getClassSchema();
          case STORE_EVENTS, DELIVERY_EVENTS, STORE_VOTES, DELIVERY_VOTES ->
              BranchEvent.getClassSchema();
          case ORDER_EVENTS -> OrderEvent.getClassSchema();
          case STORE_NOTIFICATIONS -> StoreNotification.getClassSchema();
          case DELIVERY_NOTIFICATIONS -> DeliveryNotification.getClassSchema();
          case STOCK_UPDATES -> StockUpdate.getClassSchema();
          case AGENT_UPDATES -> AgentUpdate.getClassSchema();
          case STOCK_EVENTS, AGENT_EVENTS -> SupplyEvent.getClassSchema();
          case AGENT_MOVES -> AgentMove.getClassSchema();
          case DEAD_LETTERS -> null;
        });
  }

  /** Returns the group of topics that must have as many partitions as this one. */
  public Copartition copartition() {
    return copartition;
  }

  /**
   * Returns true if its records are requests or votes, which services write ahead of the Kafka
   * transaction that decides them. No one writes it in Kafka transactions: an open one would hide
   * the records after it.
   */
  public boolean isAhead() {
    return switch (this) {
      case STORE_COMMANDS, DELIVERY_COMMANDS, STORE_VOTES, DELIVERY_VOTES -> true;
      default -> false;
    };
  }

  /**
   * Returns true if external clients write it, so that its records may be JSON and must be checked.
   */
  public boolean isClientFacing() {
    return switch (writer) {
      case CUSTOMERS, BACK_OFFICE, AGENTS -> true;
      case COORDINATOR, STORE, DELIVERY, AUDITORS, OPERATORS, EVERY_SERVICE -> false;
    };
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
