package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.audit.order.OrderTrack.Other;
import dev.darkstore.audit.record.Digest;
import dev.darkstore.audit.record.HandledPositions;
import dev.darkstore.audit.record.OrderRecord;
import dev.darkstore.audit.record.Position;
import dev.darkstore.audit.report.Counts;
import dev.darkstore.audit.supply.DeadLetterBook;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.DeadLetterReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All orders: open ones, and a compact form of closed ones. A closed order with later events is
 * reopened in its earlier state.
 */
public final class OrderBook {
  private final BranchIndex index;
  private final BranchRules rules;
  private final CauseRules causes;
  private final Findings findings;
  private final OrderJudge judge;
  private final DeadLetterBook letters;
  private final HandledPositions progress;
  private final ClosedOrders closed;
  private final long retentionMillis;
  private final Map<String, OrderTrack> open = new HashMap<>();
  private final Map<Reason, Long> rejected = new EnumMap<>(Reason.class);
  private long waiting;
  private long orders;
  private long placed;

  public OrderBook(
      BranchIndex index,
      BranchRules rules,
      CauseRules causes,
      Findings findings,
      DeadLetterBook letters,
      HandledPositions progress,
      long retentionMillis) {
    this.rules = rules;
    this.causes = causes;
    this.findings = findings;
    this.judge = new OrderJudge(findings, causes);
    this.letters = letters;
    this.progress = progress;
    this.index = index;
    this.closed = new ClosedOrders(retentionMillis, index);
    this.retentionMillis = retentionMillis;
  }

  /** Notes an order, on the partition of its key. */
  public void placeOrder(String orderId, PlaceOrder place, OrderRecord record) {
    Position position = record.at();
    long atMillis = record.timestampMillis();
    OrderTrack order = ordered(orderId, atMillis);
    causes.note(order, record);
    if (!order.ordered) {
      order.order(place, position, atMillis);
      findings.release(order);
      order.timesOrdered++;
    } else {
      boolean isSame = order.content == OrderTrack.content(place);
      order.timesOrdered += isSame ? 1 : 0;
      if (!order.reopened) {
        order.others.add(new Other(place, record));
        adopt(order);
      } else if (!isSame) {
        isReused(record);
      }
    }
    settle(order);
  }

  /** Notes the beginning of the transaction; an OrderReceived for a repeated order is ignored. */
  private void begun(OrderTrack order, OrderRecord record) {
    if (order.transactionId().isEmpty()) {
      causes.begun(order, record);
      adopt(order);
    }
  }

  /** Selects the order that began the transaction: those before it were too old to be decided. */
  private static void adopt(OrderTrack order) {
    OptionalLong transactionId = order.transactionId();
    order.others.stream()
        .filter(other -> OptionalLong.of(other.record().at().offset()).equals(transactionId))
        .findAny()
        .ifPresent(
            other -> {
              order.others.remove(other);
              order.order(other.place(), other.record().at(), other.record().timestampMillis());
              order.timesOrdered++;
            });
  }

  /** Expects the record among the dead letters: its id belongs to another order. */
  private void isReused(OrderRecord record) {
    letters.expect(
        record.at(), record.timestampMillis(), "another order was placed under this id before");
  }

  private void judgeOthers(OrderTrack order) {
    for (Other other : order.others) {
      if (OrderTrack.content(other.place()) != order.content) {
        isReused(other.record());
      }
    }
    order.others.clear();
  }

  /** Notes an order that violates the contract, but has a readable id. */
  public void placeInvalidOrder(String orderId, OrderRecord record) {
    OrderTrack order = ordered(orderId, record.timestampMillis());
    causes.note(order, record);
    if (!order.ordered) {
      order.orderInvalid(record.at(), record.timestampMillis());
      findings.release(order);
    }
    settle(order);
  }

  public void cancelOrder(String orderId, OrderRecord record) {
    OrderTrack order = track(orderId, record.timestampMillis());
    causes.note(order, record);
    order.cancelled = true;
    settle(order);
  }

  /** Notes Reserve or Commit of an order. */
  public void command(BranchName branch, BranchCommand command, OrderRecord record) {
    OrderTrack order = commanded(command.getOrderId(), record);
    if (order != null) {
      causes.sent(order, command.getTransactionId(), record);
      if (!order.reopened) {
        order.branch(branch).requested(record.at());
      }
      settle(order);
    }
  }

  /**
   * Notes a vote of a branch: others may follow from it, but it implies nothing about the order.
   */
  public void vote(String orderId, OrderRecord record) {
    OrderTrack order = commanded(orderId, record);
    if (order != null) {
      settle(order);
    }
  }

  /** Notes Release of an order, or Settle. */
  public void release(BranchName branch, BranchRelease release, OrderRecord record) {
    OrderTrack order = commanded(release.getOrderId(), record);
    if (order != null) {
      causes.sent(order, release.getTransactionId(), record);
      if (!order.reopened && release.getBody() instanceof Release) {
        order.branch(branch).releaseSent(record.at());
      }
      settle(order);
    }
  }

  /**
   * Returns the order of a command; null if the command may belong to another one with that id, or
   * to this one after a clock was set. Then it may be a cause, but implies nothing about the order.
   */
  private OrderTrack commanded(String orderId, OrderRecord record) {
    if (isOfForgotten(orderId, record)) {
      return null;
    }
    OrderTrack order = track(orderId, record.timestampMillis());
    causes.note(order, record);
    return order;
  }

  /** Returns true, and notes the record as a cause, if its order may be forgotten by then. */
  private boolean isOfForgotten(String orderId, OrderRecord record) {
    boolean isForgotten =
        !open.containsKey(orderId)
            && closed.contains(orderId)
            && closed.mayBeForgotten(orderId, record.timestampMillis());
    if (isForgotten) {
      causes.noteLate(closed.find(orderId, causes.ofClosed(orderId)), record);
    }
    return isForgotten;
  }

  public void branchEvent(BranchName branch, BranchEvent event, OrderRecord record) {
    if (isOfNothing(event.getBody()) && isOfForgotten(event.getOrderId(), record)) {
      return; // Placed or cancelled again after the outcome was forgotten.
    }
    OrderTrack order = track(event.getOrderId(), event.getDecidedAt().toEpochMilli());
    causes.note(order, record);
    rules.note(order, branch, event);
    settle(order);
  }

  /** Returns true for a reply about an order too old to be decided: it changes no unit. */
  private static boolean isOfNothing(Object body) {
    return (body instanceof Released released && released.getHolding().isEmpty())
        || (body instanceof ReservationRefused refused
            && refused.getRefusal().getReason() == Reason.TOO_LATE)
        || (body instanceof AssignmentFailed failed
            && failed.getRefusal().getReason() == Reason.NOT_RESERVED);
  }

  public void orderEvent(OrderEvent event, OrderRecord record) {
    long decidedAtMillis = event.getDecidedAt().toEpochMilli();
    OrderTrack order = track(event.getOrderId(), decidedAtMillis);
    causes.note(order, record);
    if (event.getBody() instanceof OrderReceived) {
      order.received = true;
      begun(order, record);
    } else if (event.getBody() instanceof OrderPlaced placed) {
      for (Assignment assignment : placed.getAssignments()) {
        long units = assignment.getUnits().stream().mapToLong(Digest::of).sum();
        index.names().stream()
            .filter(name -> name.text().equals(assignment.getBranch()))
            .findFirst()
            .ifPresentOrElse(
                name -> order.branch(name).placed(units),
                () ->
                    findings.report(
                        order,
                        Invariant.CAUSE,
                        "assigned by branch %s, which is not among the audited branches"
                            .formatted(assignment.getBranch())));
      }
      outcome(order, AuditedOutcome.of(placed), decidedAtMillis);
    } else if (event.getBody() instanceof OrderRejected rejected) {
      if (rejected.getRefusal().getReason() == Reason.TOO_LATE) {
        begun(order, record);
      }
      outcome(order, AuditedOutcome.of(rejected), decidedAtMillis);
    } else if (event.getBody() instanceof CancelRefused refused) {
      if (refused.getRefusal().getReason() == Reason.ALREADY_PLACED && !order.isPlaced()) {
        if (order.longAgo != null && order.longAgo.isPlaced()) {
          order.isRepeated = true;
        } else {
          findings.report(
              order, Invariant.ONE_OUTCOME, "reported as placed already, which it was not");
        }
      }
    } else {
      throw new IllegalStateException("unhandled order event " + event);
    }
    settle(order);
  }

  public void notified(StoreNotification notification, OrderRecord record) {
    OrderTrack order = track(notification.getOrderId(), record.timestampMillis());
    order.picks++;
    if (notification.getBody() instanceof PickOrder pick) {
      order.pick =
          OrderTrack.pick(Digest.of(notification.getStoreId()), OrderTrack.goods(pick.getLines()));
    }
    notified(order, "store", order.picks, record);
  }

  public void notified(DeliveryNotification notification, OrderRecord record) {
    OrderTrack order = track(notification.getOrderId(), record.timestampMillis());
    order.deliveries++;
    order.deliverAgent = Digest.of(notification.getAgentId());
    if (notification.getBody() instanceof DeliverOrder deliver) {
      order.deliver =
          OrderTrack.trip(deliver.getStoreId(), deliver.getZoneId(), deliver.getCustomerId());
    }
    notified(order, "agent", order.deliveries, record);
  }

  /**
   * Returns true if a dead letter can be a consequence of one of this order's PlaceOrders: because
   * of its age, or because the id is used by an order from before the known part.
   *
   * @param isWhole true if the log was read from its true beginning
   */
  public boolean explainsLetter(DeadLetterBook.Letter letter, boolean isWhole) {
    DeadLetterReason reason = letter.reason();
    boolean isOfAge =
        reason == DeadLetterReason.OLDER_THAN_RETENTION && letter.ageMillis() >= retentionMillis;
    OrderTrack order = open.get(letter.key());
    if (order == null) {
      // Placed again, and read when the coordinator had forgotten the outcome.
      return isOfAge
          || (reason == DeadLetterReason.OLDER_THAN_RETENTION
              && closed.contains(letter.key())
              && closed.mayBeForgotten(letter.key(), letter.timestampMillis()));
    }
    if (order.deadLetters >= order.timesOrdered) {
      return isOfAge;
    }
    boolean isExplained =
        switch (reason) {
          case OLDER_THAN_RETENTION -> true;
          case ORDER_ID_REUSED -> !isWhole || order.longAgo != null;
          default -> false;
        };
    if (isExplained) {
      order.deadLetters++;
    }
    return isExplained;
  }

  /** Returns true if the order may still, or finally, have its agent. */
  public boolean mayHold(String orderId) {
    OrderTrack order = open.get(orderId);
    if (order == null) {
      order = closed.find(orderId, null);
    }
    return order == null || order.delivery.state().holds();
  }

  /** Checks all orders: nothing will follow. */
  public void judgeAll() {
    waiting = 0;
    judgeQuiet(order -> true, order -> true);
    causes.quiet(Long.MAX_VALUE);
  }

  /**
   * Checks the orders without events since before these times, unless they wait for a lagging
   * service.
   *
   * @param beforeMillis time before which everything except holds must be complete
   * @param heldBeforeMillis time before which nothing may be held any more
   */
  public void judgeQuiet(long beforeMillis, long heldBeforeMillis) {
    Queues queues = new Queues(progress, beforeMillis);
    List<OrderTrack> quiet =
        open.values().stream().filter(order -> order.lastAtMillis < beforeMillis).toList();
    quiet.forEach(queues::add);
    Set<OrderTrack> waits = new HashSet<>();
    for (OrderTrack order : quiet) {
      if (queues.holds(order)) {
        waits.add(order);
      }
    }
    waiting = waits.size();
    judgeQuiet(
        order -> order.lastAtMillis < beforeMillis && !waits.contains(order),
        order -> order.lastAtMillis < heldBeforeMillis);
    causes.quiet(beforeMillis);
  }

  private void judgeQuiet(Predicate<OrderTrack> isQuiet, Predicate<OrderTrack> isPastHold) {
    for (Iterator<OrderTrack> i = open.values().iterator(); i.hasNext(); ) {
      OrderTrack order = i.next();
      if (isQuiet.test(order)) {
        judgeOthers(order);
        judge.quiet(order, isPastHold.test(order));
        if (!order.ordered && !order.isKnownToServices()) {
          i.remove(); // Only cancelled; no event will follow.
        }
      }
    }
  }

  /** Returns the current counts. */
  public OrderCounts counts() {
    long allOrders = orders;
    long allPlaced = placed;
    long inFlight = 0;
    Map<Reason, Long> allRejected = new EnumMap<>(Reason.class);
    allRejected.putAll(rejected);
    for (OrderTrack order : open.values()) {
      if (order.reopened || !order.ordered || !findings.isJudged(order)) {
        continue;
      }
      allOrders++;
      if (order.outcome == null) {
        inFlight++;
      } else if (order.isPlaced()) {
        allPlaced++;
      } else {
        allRejected.merge(order.outcome.reason(), 1L, Long::sum);
      }
    }
    return new OrderCounts(allOrders, allPlaced, allRejected, inFlight, waiting);
  }

  /** Numbers of orders; see {@link Counts}. */
  public record OrderCounts(
      long orders, long placed, Map<Reason, Long> rejected, long inFlight, long waiting) {}

  private void outcome(OrderTrack order, AuditedOutcome reported, long decidedAtMillis) {
    if (reported.equals(order.longAgo) && !order.hasTrace()) {
      order.isRepeated = true;
    } else if (order.outcome == null) {
      order.outcome = reported;
      order.outcomeAtMillis = decidedAtMillis;
      if (order.isRejected() && order.picks + order.deliveries > 0) {
        findings.report(order, Invariant.SILENCE, "notified, but " + reported);
      }
    } else if (!order.outcome.equals(reported)) {
      findings.report(
          order,
          Invariant.ONE_OUTCOME,
          order.outcome.code() == reported.code()
              ? "reported as %s again, with different content".formatted(reported)
              : "reported as %s, then as %s".formatted(order.outcome, reported));
    }
  }

  private void notified(OrderTrack order, String role, int times, OrderRecord record) {
    order.earliestNotificationMillis =
        Math.min(order.earliestNotificationMillis, record.timestampMillis());
    if (times > 1) {
      findings.report(order, Invariant.SILENCE, "the " + role + " was notified more than once");
    } else if (order.isRejected()) {
      findings.report(
          order, Invariant.SILENCE, "the %s was notified, but %s".formatted(role, order.outcome));
    }
    causes.note(order, record);
    settle(order);
  }

  /** Returns the order that is placed: a new one if the services may have forgotten the last. */
  private OrderTrack ordered(String orderId, long atMillis) {
    if (!open.containsKey(orderId) && closed.mayBeForgotten(orderId, atMillis)) {
      open.put(
          orderId,
          new OrderTrack(orderId, index, closed.outcome(orderId), causes.open(orderId, false)));
    }
    return track(orderId, atMillis);
  }

  private OrderTrack track(String orderId, long atMillis) {
    OrderTrack order = open.get(orderId);
    if (order == null) {
      boolean isClosed = closed.contains(orderId);
      CauseTrack known = causes.open(orderId, isClosed);
      order =
          isClosed
              ? closed.find(orderId, known)
              : new OrderTrack(orderId, index, closed.outcome(orderId), known);
      open.put(orderId, order);
    }
    order.sawAt(atMillis);
    return order;
  }

  private void settle(OrderTrack order) {
    noteProgress(order);
    if (order.isAnsweredFromLongAgo() && !order.causes.isAwaiting()) {
      open.remove(order.id);
      return;
    }
    if (!order.isDone() || !findings.isJudged(order)) {
      return;
    }
    judgeOthers(order);
    judge.done(order);
    if (!order.reopened) {
      orders++;
      if (order.isPlaced()) {
        placed++;
      } else {
        rejected.merge(order.outcome.reason(), 1L, Long::sum);
      }
    }
    open.remove(order.id);
    closed.put(order);
    causes.close(order);
  }

  private void noteProgress(OrderTrack order) {
    if (order.position != null && (order.hasTrace() || order.isRepeated)) {
      progress.handled(order.position, order.lastAtMillis);
    }
    order.branches().forEach(branch -> noteProgress(branch, order.lastAtMillis));
  }

  private void noteProgress(BranchTrack branch, long atMillis) {
    if (branch.firstRequest() != null && branch.state() != State.NONE) {
      progress.handled(branch.firstRequest(), atMillis);
    }
    if (branch.firstRelease() != null
        && (branch.state() == State.RELEASED || branch.state() == State.FENCED)) {
      progress.handled(branch.firstRelease(), atMillis);
    }
  }
}
