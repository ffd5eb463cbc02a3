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

/** The topics: the whole interface between the services, and between them and the world. */
public enum Topic {
  /** Requests of customers. */
  ORDERS("orders", "orderId", Principal.CUSTOMERS, Copartition.ORDER),
  /** Requests of the coordinator to the store participant: Reserve, Commit. */
  STORE_COMMANDS("store-commands", "branchKey", Principal.COORDINATOR, Copartition.STORE),
  /** Requests of the coordinator to the delivery participant. */
  DELIVERY_COMMANDS("delivery-commands", "branchKey", Principal.COORDINATOR, Copartition.ZONE),
  /** How orders ended, for the store participant: Release, Settle. */
  STORE_RELEASES("store-releases", "branchKey", Principal.COORDINATOR, Copartition.STORE),
  /** How orders ended, for the delivery participant. */
  DELIVERY_RELEASES("delivery-releases", "branchKey", Principal.COORDINATOR, Copartition.ZONE),
  /** Replies of the store participant about its branch of an order. */
  STORE_EVENTS("store-events", "orderId", Principal.STORE, Copartition.ORDER),
  /** Replies of the delivery participant about its branch of an order. */
  DELIVERY_EVENTS("delivery-events", "orderId", Principal.DELIVERY, Copartition.ORDER),
  /** Votes of the store participant: that it has reserved, before the Kafka transaction says so. */
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
  /** Answers to {@link #STOCK_UPDATES}, on the partition of the same number. */
  STOCK_EVENTS("stock-events", "branchKey", Principal.STORE, Copartition.STORE),
  /** Answers to {@link #AGENT_UPDATES}, on the partition of the same number. */
  AGENT_EVENTS("agent-events", "branchKey", Principal.DELIVERY, Copartition.ZONE),
  /** How delivery's tasks agree in which zone an agent is. */
  AGENT_MOVES("agent-moves", "addressee", Principal.DELIVERY, Copartition.ZONE),
  /** Records that could not be processed, with headers that say from where and why. */
  DEAD_LETTERS("dead-letters", "as it came", Principal.EVERY_SERVICE, Copartition.NONE);

  /**
   * A week: an audit reads outcomes and what led to them from the topics alone, and a service that
   * was down over a long weekend still finds everything it missed. It is well above the retention
   * of outcomes (a day), so that no outcome outlives its own record.
   */
  private static final Duration RETENTION = Duration.ofDays(7);

  /** A month: a person looks into these, and may be on holiday. */
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /**
   * Kafka's limit is for a whole batch, as it is stored, and only the Java client splits a batch
   * that is refused: others fill theirs up to 1,000,000 bytes. So it cannot be what bounds a
   * record; a record's limit is {@link Limits#RECORD_BYTES}. Stated here so that it does not depend
   * on a broker's default.
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

  /** The topic of this name, if it is one of ours. */
  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }

  /** Its name on the broker. */
  public String topicName() {
    return topicName;
  }

  /** The field whose UTF-8 bytes are a record's key. */
  public String key() {
    return key;
  }

  /** Returns the only principal that may write it. */
  public Principal writer() {
    return writer;
  }

  /**
   * Returns the principals that read it to do their work; operators may read everything. Only
   * people wait for dead letters.
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
   * Returns the schema of its records' values; empty for dead letters, which are kept as they came.
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

  /** Which topics must have as many partitions as this one. */
  public Copartition copartition() {
    return copartition;
  }

  /**
   * Returns true if its records are requests or votes, which services write ahead of the Kafka
   * transaction that decides them. Nobody writes it in Kafka transactions at the same time: an open
   * one would hide what lies behind it.
   */
  public boolean isAhead() {
    return switch (this) {
      case STORE_COMMANDS, DELIVERY_COMMANDS, STORE_VOTES, DELIVERY_VOTES -> true;
      default -> false;
    };
  }

  /**
   * Returns true if it is written from outside, so that its records may be JSON and need checking.
   */
  public boolean isClientFacing() {
    return switch (writer) {
      case CUSTOMERS, BACK_OFFICE, AGENTS -> true;
      case COORDINATOR, STORE, DELIVERY, AUDITORS, OPERATORS, EVERY_SERVICE -> false;
    };
  }

  /**
   * Returns the settings that the topic is created with, by Kafka's names. Partitions and replicas
   * are the operator's choice, and so is {@code min.insync.replicas}, which follows from the
   * replicas.
   */
  public Map<String, String> configs() {
    Map<String, String> configs = new LinkedHashMap<>();
    // Every record is an event of its own: compaction would keep only the last of each key.
    configs.put("cleanup.policy", "delete");
    configs.put(
        "retention.ms",
        Long.toString((this == DEAD_LETTERS ? DEAD_LETTER_RETENTION : RETENTION).toMillis()));
    configs.put("max.message.bytes", Integer.toString(BATCH_BYTES));
    if (isClientFacing()) {
      // A batch of nine kilobytes can inflate to hundreds of megabytes, which a consumer allocates
      // before anybody can judge the record. The broker inflates what it stores uncompressed, and
      // holds max.message.bytes against that.
      configs.put("compression.type", "uncompressed");
    }
    // The age of an order, and what retention deletes, must not depend on a client's clock. Between
    // services the time of the event that led to a record goes with it.
    configs.put("message.timestamp.type", isClientFacing() ? "LogAppendTime" : "CreateTime");
    return Collections.unmodifiableMap(configs);
  }
}
