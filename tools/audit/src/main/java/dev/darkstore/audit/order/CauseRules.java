package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.record.Cause;
import dev.darkstore.audit.record.OrderRecord;
import dev.darkstore.audit.record.Position;
import dev.darkstore.audit.record.RecordKind;
import dev.darkstore.schemas.Topic;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Causal order of an order's records. Every record of a service names its cause, so the order is
 * known although the records are on many partitions and no two clocks are compared: OrderPlaced,
 * from Assigned, from Commit, from Reserved, from Reserve, from PlaceOrder.
 *
 * <p>A record without a cause is not checked; nor is a cause before the beginning of the log.
 *
 * <p>Requests and votes are sent ahead of the Kafka transaction that decides them. If that is
 * rolled back they are decided again, possibly differently: so one may appear twice, or contradict
 * the outcome. But each follows from a record that everybody could read.
 */
public final class CauseRules {
  /** Number of closed orders whose causes are kept, for records that are read late. */
  private static final int RECENT_MAX = 4_096;

  private static final Set<Topic.Role> CAUSES_OF_REPLIES =
      EnumSet.of(
          Topic.Role.COMMANDS, Topic.Role.RELEASES, Topic.Role.SUPPLY_UPDATES, Topic.Role.MOVES);

  private final Findings findings;
  private final boolean isWhole;
  private final Map<Topic, Map<Integer, Long>> beginnings = new LinkedHashMap<>();
  private final Map<String, CauseTrack> recent = new LinkedHashMap<>();

  public CauseRules(Findings findings, boolean isWhole) {
    this.findings = findings;
    this.isWhole = isWhole;
  }

  /** Notes that a record was read: the first of its partition marks the partition's beginning. */
  public void read(AuditRecord record) {
    if (!isWhole) {
      beginnings
          .computeIfAbsent(record.topic(), topic -> new LinkedHashMap<>())
          .putIfAbsent(record.partition(), record.offset());
    }
  }

  /** Returns the causes of a new order, or of a closed one; null if they were forgotten. */
  public CauseTrack open(String orderId, boolean reopened) {
    CauseTrack known = recent.remove(orderId);
    if (known == null) {
      return reopened ? null : new CauseTrack();
    }
    if (!reopened) {
      known.begin();
    }
    return known;
  }

  /** Returns the causes of a closed order; null if they were forgotten. */
  CauseTrack ofClosed(String orderId) {
    return recent.get(orderId);
  }

  /** Keeps the causes of a closed order. */
  void close(OrderTrack order) {
    if (order.causes == null) {
      return;
    }
    recent.put(order.id, order.causes);
    if (recent.size() > RECENT_MAX) {
      String eldest = recent.keySet().iterator().next();
      CauseTrack forgotten = recent.remove(eldest);
      if (forgotten.isAwaiting()) {
        recent.put(eldest, forgotten);
      }
    }
  }

  /** Notes a record of an order, and checks what can be decided with it. */
  void note(OrderTrack order, OrderRecord record) {
    CauseTrack causes = order.causes;
    if (causes == null) {
      return;
    }
    noteLate(order, record);
  }

  /** Notes a record of the decision that began an order's transaction. */
  public void begun(OrderTrack order, OrderRecord record) {
    if (order.causes != null) {
      order.causes.begun(record);
    }
  }

  /** Notes a command to a branch of an order. */
  void sent(OrderTrack order, long transactionId, OrderRecord command) {
    if (order.causes != null) {
      order.causes.sent(transactionId, command);
    }
  }

  /** Notes a record as a cause only: it may belong to another order with this id. */
  void noteLate(OrderTrack order, OrderRecord record) {
    CauseTrack causes = order.causes;
    if (causes == null) {
      return;
    }
    if (record.kind().isCause()) {
      for (OrderRecord effect : causes.read(record.kind(), record.at())) {
        follows(order, effect, record.kind());
      }
    }
    record.cause().ifPresent(cause -> judge(order, record, cause));
  }

  /** Checks the causes of an order when all its records were read. */
  public void done(OrderTrack order) {
    CauseTrack causes = order.causes;
    if (causes == null) {
      return;
    }
    if (order.isPlaced()) {
      causes
          .first(RecordKind.RELEASE, causes.transactionId())
          .ifPresent(sent -> report(order, "it is placed, but was sent " + sent));
    } else {
      causes
          .first(RecordKind.SETTLE, causes.transactionId())
          .ifPresent(sent -> report(order, "it is not placed, but was sent " + sent));
    }
  }

  /** Checks the causes of an order that is complete. */
  void quiet(OrderTrack order) {
    if (order.causes == null) {
      return;
    }
    for (OrderRecord effect : order.causes.takeAwaiting(Long.MAX_VALUE)) {
      if (isMissed(effect)) {
        findings.report(order, Invariant.CAUSE, missing(effect));
      }
    }
    done(order);
  }

  /** Reports older records of closed orders that still lack their cause. */
  void quiet(long beforeMillis) {
    recent.forEach(
        (orderId, causes) -> {
          for (OrderRecord effect : causes.takeAwaiting(beforeMillis)) {
            if (isMissed(effect)) {
              findings.reportClosed(orderId, Invariant.CAUSE, missing(effect));
            }
          }
        });
  }

  private boolean isMissed(OrderRecord effect) {
    return !isBeforeBeginning(effect.cause().orElseThrow().record());
  }

  private static String missing(OrderRecord effect) {
    return "%s names %s as its cause, which is no record of this order"
        .formatted(effect, effect.cause().orElseThrow());
  }

  private void judge(OrderTrack order, OrderRecord effect, Cause cause) {
    if (cause.isSupply()) {
      follows(order, effect, RecordKind.SUPPLY);
    } else if (cause.isRecord()) {
      RecordKind found = order.causes.kindAt(cause.record());
      if (found == null) {
        order.causes.await(effect);
      } else {
        follows(order, effect, found);
      }
    } else if (cause.isTimer()) {
      if (!cause.orderId().equals(order.id) || effect.timestampMillis() < cause.deadlineMillis()) {
        wrongCause(order, effect, "which is not its own, or was in the future");
      } else {
        follows(order, effect, RecordKind.TIMER);
      }
    } else {
      wrongCause(order, effect, "which is not a possible cause");
    }
  }

  private void follows(OrderTrack order, OrderRecord effect, RecordKind cause) {
    Cause named = effect.cause().orElseThrow();
    if (!effect.kind().causes().contains(cause)) {
      wrongCause(order, effect, "which is of kind " + cause.text());
    } else if (named.isRecord() && !isOfSameBranch(effect, named.record())) {
      wrongCause(order, effect, "which is of another branch");
    }
  }

  /** A participant replies to its own commands, and reacts to its own supply. */
  private static boolean isOfSameBranch(OrderRecord effect, Position cause) {
    return switch (effect.at().topic().role()) {
      case EVENTS, VOTES ->
          CAUSES_OF_REPLIES.contains(cause.topic().role())
              && cause.topic().branch().equals(effect.at().topic().branch());
      case ORDERS,
          COMMANDS,
          RELEASES,
          ORDER_EVENTS,
          NOTIFICATIONS,
          SUPPLY_UPDATES,
          SUPPLY_EVENTS,
          MOVES,
          DEAD_LETTERS ->
          true;
    };
  }

  private boolean isBeforeBeginning(Position at) {
    if (isWhole) {
      return false;
    }
    Long first = beginnings.getOrDefault(at.topic(), Map.of()).get(at.partition());
    return first == null || at.offset() < first;
  }

  private void wrongCause(OrderTrack order, OrderRecord effect, String why) {
    report(
        order, "%s names %s as its cause, %s".formatted(effect, effect.cause().orElseThrow(), why));
  }

  private void report(OrderTrack order, String sentence) {
    findings.reportOnce(order, Invariant.CAUSE, sentence);
  }
}
