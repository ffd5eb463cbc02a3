package dev.darkstore.audit.order;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import dev.darkstore.audit.order.BranchTrack.State;
import dev.darkstore.audit.record.Digest;
import dev.darkstore.audit.record.OrderRecord;
import dev.darkstore.audit.record.Position;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.BranchName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * State of one order, from the topics; contents are kept as digests only. It becomes an entry of
 * the {@link ClosedOrders} when nothing is missing any more.
 */
final class OrderTrack {
  /** Content of an order that violates the contract: equal to no other. */
  private static final long NO_CONTENT = 0;

  final String id;
  final BranchTrack store;
  final BranchTrack delivery;
  private final BranchIndex index;
  private final List<BranchTrack> tracks;

  /** Causes of the order's records; null if the order was closed and they were forgotten. */
  final CauseTrack causes;

  /** True if it was closed before, and another record followed. */
  final boolean reopened;

  /** Outcome of an order with this id longer than a retention ago; null if none is known. */
  final AuditedOutcome longAgo;

  /** True if that outcome was repeated, in place of a decision. */
  boolean isRepeated;

  // Requests.
  boolean ordered;
  boolean cancelled;
  int timesOrdered;
  long orderedAtMillis;
  Position position;
  long content;
  long goods;
  long storeId;
  long zoneId;
  long trip;

  /** Further orders with this id, as long as one of them may be the decided one. */
  final List<Other> others = new ArrayList<>(0);

  // Events.
  long lastAtMillis = Long.MIN_VALUE;
  boolean received;
  AuditedOutcome outcome;
  long outcomeAtMillis;
  int picks;
  int deliveries;
  long pick;
  long deliver;
  long deliverAgent;
  long earliestNotificationMillis = Long.MAX_VALUE;
  int deadLetters;

  // Findings.
  private Set<Invariant> reported;
  private List<Violation> held;

  /** Further order with this id. */
  record Other(PlaceOrder place, OrderRecord record) {}

  /** Creates an order without events, possibly after an earlier one with its id. */
  OrderTrack(String id, BranchIndex index, AuditedOutcome longAgo, CauseTrack causes) {
    this(
        id,
        index,
        index.names().stream().map(name -> new BranchTrack()).toList(),
        causes,
        false,
        longAgo);
  }

  private OrderTrack(
      String id,
      BranchIndex index,
      List<BranchTrack> tracks,
      CauseTrack causes,
      boolean reopened,
      AuditedOutcome longAgo) {
    this.id = id;
    this.index = index;
    this.tracks = tracks;
    this.store = tracks.get(index.of(BranchName.STORE));
    this.delivery = tracks.get(index.of(BranchName.DELIVERY));
    this.causes = causes;
    this.reopened = reopened;
    this.longAgo = longAgo;
  }

  /** Returns a reopened order. */
  static OrderTrack reopened(
      String id,
      long content,
      AuditedOutcome outcome,
      BranchIndex index,
      List<BranchTrack> tracks,
      CauseTrack causes) {
    OrderTrack track = new OrderTrack(id, index, tracks, causes, true, null);
    track.ordered = true;
    track.content = content;
    track.outcome = outcome;
    track.received =
        outcome.isPlaced()
            || (outcome.reason() != Reason.TOO_LATE && outcome.reason() != Reason.INVALID_ORDER)
            || track.store.state() != State.NONE;
    track.cancelled = true;
    track.picks = outcome.isPlaced() ? 1 : 0;
    track.deliveries = track.picks;
    return track;
  }

  /** Returns a digest of the content of an order, whose lines are a set. */
  static long content(PlaceOrder place) {
    long header = Digest.of(trip(place), Digest.of(place.getZoneId()));
    long goods = Digest.of(header, goods(place.getLines()));
    long digest = Digest.of(goods, attributes(place.getAttributes()));
    return digest == NO_CONTENT ? 1 : digest;
  }

  /** Returns a digest of the order's lines, independent of their sequence. */
  static long goods(List<OrderLine> lines) {
    long digest = 0;
    for (OrderLine line : lines) {
      digest += Digest.of(line.getSku(), line.getQuantity());
    }
    return digest;
  }

  /** Returns a digest of the order's attributes, independent of their sequence. */
  private static long attributes(Map<String, String> attributes) {
    long digest = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      digest += Digest.of(Digest.of(attribute.getKey()), Digest.of(attribute.getValue()));
    }
    return digest;
  }

  /** Returns a digest of an agent's notification. */
  static long trip(String storeId, String zoneId, String customerId) {
    return Digest.of(Digest.of(Digest.of(storeId), Digest.of(zoneId)), Digest.of(customerId));
  }

  private static long trip(PlaceOrder place) {
    return trip(place.getStoreId(), place.getZoneId(), place.getCustomerId());
  }

  /** Returns a digest of a store's notification. */
  static long pick(long storeId, long goods) {
    return Digest.of(storeId, goods);
  }

  void order(PlaceOrder place, Position at, long atMillis) {
    ordered = true;
    position = at;
    orderedAtMillis = atMillis;
    content = content(place);
    goods = goods(place.getLines());
    storeId = Digest.of(place.getStoreId());
    zoneId = Digest.of(place.getZoneId());
    trip = trip(place);
  }

  void orderInvalid(Position at, long atMillis) {
    ordered = true;
    position = at;
    orderedAtMillis = atMillis;
    content = NO_CONTENT;
  }

  boolean isInvalid() {
    return ordered && content == NO_CONTENT;
  }

  BranchTrack branch(BranchName name) {
    return tracks.get(index.of(name));
  }

  /** Returns the branches of every order, and further ones that a record shows it to have. */
  List<BranchTrack> branches() {
    return index.size() == BranchIndex.ALWAYS
        ? tracks
        : branchNames().stream().map(this::branch).toList();
  }

  /** Returns the names of the {@link #branches}. */
  List<BranchName> branchNames() {
    if (index.size() == BranchIndex.ALWAYS) {
      return index.names();
    }
    return index.names().stream()
        .filter(name -> index.of(name) < BranchIndex.ALWAYS || branch(name).isShown())
        .toList();
  }

  boolean isPlaced() {
    return outcome != null && outcome.isPlaced();
  }

  boolean isRejected() {
    return outcome != null && !outcome.isPlaced();
  }

  /** Returns true if it was rejected before Reserve could be sent to any branch. */
  boolean isRejectedAtOnce() {
    return isRejected() && !received && outcome.reason() == Reason.INVALID_ORDER;
  }

  /**
   * Returns true if it was too old when it was read. Then it was not received, but its branches are
   * released. A branch can also reject a request as too late, but then the order was received
   * before.
   */
  boolean isTooLate() {
    return isRejected() && !received && outcome.reason() == Reason.TOO_LATE;
  }

  /** Returns true if an event or a notification shows that it was received. */
  boolean hasTrace() {
    return received
        || outcome != null
        || branches().stream().anyMatch(branch -> branch.state().isTrace())
        || picks + deliveries > 0;
  }

  /** Returns true if a service sent or published anything about it. */
  boolean isKnownToServices() {
    return hasTrace() || (causes != null && causes.hasCommand());
  }

  /** Returns true if it was answered with the outcome of an earlier order with its id. */
  boolean isAnsweredFromLongAgo() {
    return isRepeated && !hasTrace();
  }

  /** Returns the transaction that decides the order; empty if unknown. */
  OptionalLong transactionId() {
    return causes == null ? OptionalLong.empty() : causes.transactionId();
  }

  /** Returns true if every record that must exist for it was read. */
  boolean isDone() {
    if (!ordered || outcome == null || (!reopened && causes.isAwaiting())) {
      return false;
    }
    if (outcome.isPlaced()) {
      return received
          && branches().stream().allMatch(branch -> branch.state() == State.ASSIGNED)
          && picks > 0
          && deliveries > 0;
    }
    if (isRejectedAtOnce()) {
      return branches().stream().allMatch(branch -> branch.state() == State.NONE);
    }
    return (received || isTooLate())
        && branches().stream().allMatch(branch -> branch.isOver(transactionId()))
        && (cancelled || outcome.reason() != Reason.CANCELLED);
  }

  void sawAt(long millis) {
    lastAtMillis = Math.max(lastAtMillis, millis);
  }

  /** Returns true on the first call for this invariant. */
  boolean reportsFirst(Invariant invariant) {
    if (reported == null) {
      reported = EnumSet.noneOf(Invariant.class);
    }
    return reported.add(invariant);
  }

  /** Withholds a violation until it is known if the order is checked. */
  void hold(Violation violation) {
    if (held == null) {
      held = new ArrayList<>(1);
    }
    held.add(violation);
  }

  /** Returns the withheld violations. */
  List<Violation> takeHeld() {
    List<Violation> taken = held == null ? List.of() : held;
    held = null;
    return taken;
  }
}
