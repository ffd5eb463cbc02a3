package dev.darkstore.console.view;

import dev.darkstore.client.log.EventText;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Reserve;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Life of one order, folded from the topics. The phase is independent of the reading order, since
 * an order's events are on many partitions.
 */
final class OrderLife {
  /** Maximum number of events kept; further ones are only counted. */
  static final int MARKS_MAX = 300;

  /** Order of lists: a total one, so that pages neither repeat nor omit an order. */
  static final Comparator<OrderLife> NEWEST_FIRST =
      Comparator.comparingLong(OrderLife::firstAtMillis)
          .reversed()
          .thenComparing(OrderLife::orderId);

  private static final int TEXT_CHARACTERS = 128;
  private static final int LINES_CHARACTERS = 200;

  private final String orderId;
  private final Map<BranchName, Branch> branches = new LinkedHashMap<>();
  private final List<TimelineEvent> marks = new ArrayList<>(16);
  private String customerId = "";
  private String storeId = "";
  private String zoneId = "";
  private String lines = "";
  private String attributes = "";
  private boolean asked;
  private boolean received;
  private boolean placed;
  private boolean rejected;
  private boolean hasDeadLetter;
  private long sentAtMillis = -1;
  private long outcomeAtMillis = -1;
  private long firstAtMillis = Long.MAX_VALUE;
  private long lastAtMillis;
  private String reason = "";
  private String detail = "";
  private int marksOmitted;
  private long version;

  OrderLife(String orderId) {
    this.orderId = orderId;
    // Further branches follow with their first event.
    branches.put(BranchName.STORE, new Branch());
    branches.put(BranchName.DELIVERY, new Branch());
  }

  /** Returns the key of an order: its id, with bounded length. */
  static String key(String orderId) {
    return Text.bounded(orderId, TEXT_CHARACTERS);
  }

  /** Returns the life that follows from these events, in the order of time. */
  static OrderLife of(String orderId, List<LogEntry> entries) {
    OrderLife life = new OrderLife(orderId);
    entries.stream()
        .sorted(
            (a, b) ->
                TimelineEvent.AS_IT_HAPPENED.compare(TimelineEvent.of(a), TimelineEvent.of(b)))
        .forEach(life::accept);
    return life;
  }

  void accept(LogEntry entry) {
    version++;
    firstAtMillis = Math.min(firstAtMillis, entry.timestampMillis());
    lastAtMillis = Math.max(lastAtMillis, entry.timestampMillis());
    if (marks.size() < MARKS_MAX) {
      marks.add(TimelineEvent.of(entry));
    } else {
      marksOmitted++;
    }
    Object body = entry.body();
    if (body instanceof PlaceOrder place && !asked) {
      asked = true;
      sentAtMillis = entry.timestampMillis();
      describe(place.getCustomerId(), place.getStoreId(), place.getZoneId());
      lines = Text.bounded(EventText.lines(place.getLines()), LINES_CHARACTERS);
      attributes = attributes(place.getAttributes());
    } else if (body instanceof Reserve reserve && storeId.isEmpty()) {
      describe(reserve.getCustomerId(), reserve.getStoreId(), reserve.getZoneId());
      lines = Text.bounded(EventText.lines(reserve.getLines()), LINES_CHARACTERS);
      attributes = attributes(reserve.getAttributes());
    } else if (body instanceof OrderReceived) {
      received = true;
    } else if (body instanceof OrderPlaced) {
      outcome(entry);
      placed = true;
    } else if (body instanceof OrderRejected no) {
      if (!rejected) {
        refuse(no.getRefusal());
      }
      outcome(entry);
      rejected = true;
    }
    entry
        .topic()
        .branch()
        .ifPresent(name -> branches.computeIfAbsent(name, n -> new Branch()).accept(entry));
  }

  /** Returns true if its PlaceOrder was read. */
  boolean isAsked() {
    return asked;
  }

  /** Applies the dead letter of its PlaceOrder. */
  void addDeadLetter(LogEntry letter, DeadLetterHeaders headers) {
    hasDeadLetter = true;
    if (reason.isEmpty()) {
      reason = headers.reason().name();
      detail = Text.bounded(headers.detail(), 2 * LINES_CHARACTERS);
    }
    if (letter.orderId().isEmpty()) {
      accept(letter); // Its key is not the order's id, so it is not routed here.
    }
  }

  private void describe(String customer, String forStore, String forZone) {
    customerId = Text.bounded(customer, TEXT_CHARACTERS);
    storeId = Text.bounded(forStore, TEXT_CHARACTERS);
    zoneId = Text.bounded(forZone, TEXT_CHARACTERS);
  }

  private static String attributes(Map<String, String> all) {
    return Text.bounded(EventText.attributes(all), LINES_CHARACTERS);
  }

  private void refuse(Refusal refusal) {
    reason = refusal.getReason().name();
    detail = Text.bounded(refusal.getDetail(), 2 * LINES_CHARACTERS);
  }

  private void outcome(LogEntry entry) {
    if (outcomeAtMillis < 0) {
      outcomeAtMillis = entry.timestampMillis();
    }
  }

  private boolean isAnyBranch(Predicate<Branch> state) {
    return branches.values().stream().anyMatch(state);
  }

  Phase phase() {
    if (placed) {
      return Phase.PLACED;
    }
    if (rejected) {
      return isAnyBranch(Branch::isToBeReleased) ? Phase.RELEASING : Phase.REJECTED;
    }
    if (hasDeadLetter && !received) {
      return Phase.DEAD_LETTER;
    }
    if (isAnyBranch(Branch::isCommitting)) {
      return Phase.COMMITTING;
    }
    return received || isAnyBranch(Branch::isAsked) ? Phase.RESERVING : Phase.SENT;
  }

  /** Returns the latency from PlaceOrder to the outcome, in milliseconds, if both were read. */
  Optional<Long> latencyMillis() {
    return sentAtMillis < 0 || outcomeAtMillis < 0
        ? Optional.empty()
        : Optional.of(Math.max(0, outcomeAtMillis - sentAtMillis));
  }

  /**
   * Returns true if its ids, lines, attributes, agent or reason contain the text, case-insensitive.
   */
  boolean mentions(String lowerCaseText) {
    return contains(orderId, lowerCaseText)
        || contains(customerId, lowerCaseText)
        || contains(storeId, lowerCaseText)
        || contains(zoneId, lowerCaseText)
        || contains(lines, lowerCaseText)
        || contains(attributes, lowerCaseText)
        || contains(agentId(), lowerCaseText)
        || contains(reason, lowerCaseText);
  }

  private static boolean contains(String text, String lowerCaseText) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCaseText);
  }

  /** Returns the events, in the order of time. */
  List<TimelineEvent> marks() {
    List<TimelineEvent> sorted = new ArrayList<>(marks);
    sorted.sort(TimelineEvent.AS_IT_HAPPENED);
    return Collections.unmodifiableList(sorted);
  }

  String orderId() {
    return orderId;
  }

  String customerId() {
    return customerId;
  }

  String storeId() {
    return storeId;
  }

  String zoneId() {
    return zoneId;
  }

  /** Returns the agent that is held for it or assigned to it; empty if none is. */
  String agentId() {
    return branches.get(BranchName.DELIVERY).holding().stream()
        .map(HeldUnit::getUnit)
        .map(agent -> Text.bounded(agent, TEXT_CHARACTERS))
        .collect(Collectors.joining(", "));
  }

  String lines() {
    return lines;
  }

  String attributes() {
    return attributes;
  }

  String reason() {
    return reason;
  }

  String detail() {
    return detail;
  }

  long outcomeAtMillis() {
    return outcomeAtMillis;
  }

  long lastAtMillis() {
    return lastAtMillis;
  }

  long firstAtMillis() {
    return firstAtMillis;
  }

  int marksOmitted() {
    return marksOmitted;
  }

  /** Returns every branch that an event was read of: store, delivery, then further ones. */
  Map<BranchName, Branch> branches() {
    return Collections.unmodifiableMap(branches);
  }

  /** Returns a version that grows with every event. */
  long version() {
    return version;
  }
}
