package dev.darkstore.command.orders;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.command.orders.RequestOutcome.Kind;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Sends requests of customers, and waits for their outcomes. */
public final class Asked {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Cluster cluster;
  private final List<OrderRequest> requests;
  private final Map<String, OrderRequest> open = new LinkedHashMap<>();
  private final Map<String, Long> sentNanos = new HashMap<>();
  private final Map<String, RecordMetadata> sentAs = new HashMap<>();

  /**
   * Creates a batch of requests to be sent.
   *
   * @param requests requests, no two for one order
   */
  public Asked(Cluster cluster, List<OrderRequest> requests) {
    this.cluster = cluster;
    this.requests = List.copyOf(requests);
  }

  /**
   * Sends them.
   *
   * @param sink consumer of the outcome of each: sent, or not
   */
  public void send(Consumer<RequestOutcome> sink) throws InterruptedException {
    cluster.partitions(Topic.ORDERS);
    try (Clients clients = new Clients(cluster, "darkstore-place", failure -> {})) {
      send(clients).forEach(sink);
      open.keySet()
          .forEach(id -> sink.accept(new RequestOutcome(id, Kind.SENT, "", millisSince(id))));
    }
  }

  /**
   * Sends them and waits.
   *
   * @param sink consumer of the outcome of each, as soon as it is known
   */
  public void sendAndWait(Duration timeout, Consumer<RequestOutcome> sink)
      throws InterruptedException {
    Map<Topic, Integer> partitions =
        new LinkedHashMap<>(cluster.partitions(Topic.ORDERS, Topic.ORDER_EVENTS));
    // Those of all customers: not every client may read them.
    cluster
        .visiblePartitions(Topic.DEAD_LETTERS)
        .ifPresent(count -> partitions.put(Topic.DEAD_LETTERS, count));
    boolean seesDeadLetters = partitions.containsKey(Topic.DEAD_LETTERS);
    try (LogReader reader = new LogReader(cluster, "darkstore-outcomes");
        Clients clients = new Clients(cluster, "darkstore-place", failure -> {})) {
      Set<TopicPartition> answers = new HashSet<>();
      for (OrderRequest request : requests) {
        partitions.forEach(
            (topic, count) -> {
              if (!topic.equals(Topic.ORDERS)) {
                answers.add(reader.partition(topic, request.getOrderId(), count));
              }
            });
      }
      reader.assign(answers);
      // Before anything is sent, so that no reply is missed.
      reader.seekToEnd();
      send(clients).forEach(sink);
      long endNanos = System.nanoTime() + timeout.toNanos();
      while (!open.isEmpty() && System.nanoTime() - endNanos < 0) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          handle(LogEntry.of(record), sink);
        }
      }
    }
    String nothing =
        "no reply arrived within %d s%s"
            .formatted(
                timeout.toSeconds(),
                seesDeadLetters ? "" : "; this user may not read the dead letters");
    open.keySet()
        .forEach(id -> sink.accept(new RequestOutcome(id, Kind.UNKNOWN, nothing, millisSince(id))));
  }

  /** Sends all; returns the outcomes of those that could not be sent. */
  private List<RequestOutcome> send(Clients clients) throws InterruptedException {
    Map<String, Future<RecordMetadata>> futures = new LinkedHashMap<>();
    for (OrderRequest request : requests) {
      open.put(request.getOrderId(), request);
      sentNanos.put(request.getOrderId(), System.nanoTime());
      futures.put(request.getOrderId(), clients.send(request));
    }
    List<RequestOutcome> failed = new ArrayList<>();
    for (Map.Entry<String, Future<RecordMetadata>> entry : futures.entrySet()) {
      String orderId = entry.getKey();
      try {
        sentAs.put(orderId, entry.getValue().get());
      } catch (ExecutionException e) {
        open.remove(orderId);
        failed.add(
            new RequestOutcome(
                orderId, Kind.NOT_SENT, Cluster.rootMessage(e), millisSince(orderId)));
      }
    }
    return failed;
  }

  private void handle(LogEntry entry, Consumer<RequestOutcome> sink) {
    String orderId = entry.orderId().orElse("");
    OrderRequest request = open.get(orderId);
    if (request != null && isAnswer(request, entry)) {
      RequestOutcome.of(entry, millisSince(orderId))
          .ifPresent(
              outcome -> {
                open.remove(orderId);
                sink.accept(outcome);
              });
    }
  }

  private boolean isAnswer(OrderRequest request, LogEntry entry) {
    if (entry.body() instanceof DeadLetterHeaders headers) {
      // A foreign record with this id may have become a dead letter.
      RecordMetadata own = sentAs.get(request.getOrderId());
      return headers.sourceTopic().equals(Topic.ORDERS.topicName())
          && headers.sourcePartition() == own.partition()
          && headers.sourceOffset() == own.offset();
    }
    boolean isPlacing = request.getBody() instanceof PlaceOrder;
    return switch (entry.event()) {
      case "OrderPlaced" -> isPlacing;
      case "CancelRefused" -> !isPlacing;
      case "OrderRejected" -> true;
      default -> false;
    };
  }

  private long millisSince(String orderId) {
    return (System.nanoTime() - sentNanos.get(orderId)) / 1_000_000;
  }
}
