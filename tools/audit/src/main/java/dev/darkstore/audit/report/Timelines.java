package dev.darkstore.audit.report;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport.Timeline;
import dev.darkstore.client.log.EventText;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Collects the events of a few orders. */
public final class Timelines {
  private static final int ENTRIES_MAX = 500;

  private static final Comparator<TimelineEntry> IN_TIME =
      Comparator.comparingLong(TimelineEntry::atMillis)
          .thenComparing(TimelineEntry::topic)
          .thenComparingInt(TimelineEntry::partition)
          .thenComparingLong(TimelineEntry::offset);

  private final Map<String, List<TimelineEntry>> entries = new LinkedHashMap<>();

  /** Event of one order, with its time, from one record. */
  private record Item(String orderId, long atMillis, String event) {}

  public Timelines(Collection<String> orderIds) {
    orderIds.forEach(id -> entries.put(id, new ArrayList<>()));
  }

  public void accept(AuditRecord record) {
    if (mayConcern(record)) {
      item(record)
          .ifPresent(
              item -> {
                List<TimelineEntry> order = entries.get(item.orderId());
                if (order != null && order.size() < ENTRIES_MAX) {
                  order.add(entry(record, item));
                }
              });
    }
  }

  /** Returns the collected timelines, each in the order of time. */
  public List<Timeline> toList() {
    List<Timeline> timelines = new ArrayList<>();
    entries.forEach(
        (orderId, collected) -> {
          long orderedAtMillis =
              collected.stream()
                  .filter(entry -> entry.topic().equals(Topic.ORDERS))
                  .mapToLong(TimelineEntry::atMillis)
                  .min()
                  .orElseGet(
                      () -> collected.stream().mapToLong(TimelineEntry::atMillis).min().orElse(0));
          timelines.add(
              new Timeline(
                  orderId,
                  collected.stream()
                      .sorted(IN_TIME)
                      .map(entry -> entry.since(orderedAtMillis))
                      .toList()));
        });
    return timelines;
  }

  /** Most records can be skipped by their key, without decoding. */
  private boolean mayConcern(AuditRecord record) {
    return switch (record.topic().role()) {
      case ORDERS, VOTES, EVENTS, ORDER_EVENTS ->
          record.key() != null
              && entries.containsKey(new String(record.key(), StandardCharsets.UTF_8));
      case COMMANDS, RELEASES, NOTIFICATIONS, DEAD_LETTERS -> true;
      case SUPPLY_UPDATES -> record.topic().equals(Topic.AGENT_UPDATES); // Some name an order.
      case SUPPLY_EVENTS, MOVES -> false;
    };
  }

  private static Optional<Item> item(AuditRecord record) {
    if (record.topic().equals(Topic.DEAD_LETTERS)) {
      return deadLetter(record);
    }
    SpecificRecord read;
    try {
      read = EventCodec.of(record.topic()).read(record.value());
    } catch (UnreadableRecordException e) {
      return record.key() == null
          ? Optional.empty()
          : Optional.of(item(record, text(record.key()), "unreadable: " + e.detail()));
    }
    if (read instanceof OrderRequest request) {
      return Optional.of(item(record, request.getOrderId(), EventText.evidence(request.getBody())));
    }
    if (read instanceof BranchCommand command) {
      return Optional.of(item(record, command.getOrderId(), EventText.evidence(command.getBody())));
    }
    if (read instanceof BranchRelease release) {
      return Optional.of(item(record, release.getOrderId(), EventText.evidence(release.getBody())));
    }
    if (read instanceof BranchEvent event) {
      return Optional.of(
          new Item(
              event.getOrderId(),
              event.getDecidedAt().toEpochMilli(),
              EventText.evidence(event.getBody())));
    }
    if (read instanceof OrderEvent event) {
      return Optional.of(
          new Item(
              event.getOrderId(),
              event.getDecidedAt().toEpochMilli(),
              EventText.evidence(event.getBody())));
    }
    if (read instanceof StoreNotification sent) {
      return Optional.of(
          item(
              record,
              sent.getOrderId(),
              EventText.evidence(sent.getBody()) + " to " + sent.getStoreId()));
    }
    if (read instanceof DeliveryNotification sent) {
      return Optional.of(
          item(
              record,
              sent.getOrderId(),
              EventText.evidence(sent.getBody()) + " to " + sent.getAgentId()));
    }
    if (read instanceof AgentUpdate update
        && update.getBody() instanceof DeliveryCompleted completed) {
      return Optional.of(
          item(record, completed.getOrderId(), "DeliveryCompleted by " + update.getAgentId()));
    }
    return Optional.empty();
  }

  private static Optional<Item> deadLetter(AuditRecord record) {
    return record.key() == null
        ? Optional.empty()
        : DeadLetterHeaders.read(record.headers())
            .map(
                each ->
                    item(
                        record,
                        text(record.key()),
                        "dead letter of %s-%d offset %d: %s"
                            .formatted(
                                each.sourceTopic(),
                                each.sourcePartition(),
                                each.sourceOffset(),
                                each.reason())));
  }

  private static Item item(AuditRecord record, String orderId, String event) {
    return new Item(orderId, record.timestampMillis(), event);
  }

  private static TimelineEntry entry(AuditRecord record, Item item) {
    return new TimelineEntry(
        record.topic(), record.partition(), record.offset(), item.atMillis(), 0, item.event());
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
