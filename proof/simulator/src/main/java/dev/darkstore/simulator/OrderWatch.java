package dev.darkstore.simulator;

import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Check of every order over the topics, in the order of visibility: one outcome, after its cause,
 * and no notification before it.
 */
final class OrderWatch {
  private final Map<String, Track> tracks = new TreeMap<>();
  private final Map<Reason, Integer> rejections = new EnumMap<>(Reason.class);
  private final List<BranchName> branches;
  private final int notifications;
  private int placed;

  /** Progress of a branch of an order. */
  private enum Stage {
    NOTHING,
    RESERVED,
    ASSIGNED,
    ENDED
  }

  /**
   * Branch of an order in its latest transaction: an order that a wrong clock made too old to
   * decide may be placed again, in another one.
   */
  private record Branch(long transactionId, Stage stage) {
    static final Branch UNKNOWN = new Branch(Long.MIN_VALUE, Stage.NOTHING);

    @Override
    public String toString() {
      return stage.toString();
    }
  }

  private static final class Track {
    private final Map<BranchName, Branch> branches = new LinkedHashMap<>();
    private final Map<Topic, Integer> notifications = new LinkedHashMap<>();
    private SpecificRecord outcome;

    boolean isPlaced() {
      return outcome instanceof OrderPlaced;
    }
  }

  OrderWatch(Installation installation) {
    this.branches = installation.branches().names();
    this.notifications = installation.topics(Topic.Role.NOTIFICATIONS).size();
  }

  int placed() {
    return placed;
  }

  Map<Reason, Integer> rejections() {
    return rejections;
  }

  Optional<SpecificRecord> outcome(String orderId) {
    return Optional.ofNullable(tracks.get(orderId)).map(track -> track.outcome);
  }

  List<String> placedOrders() {
    return tracks.entrySet().stream()
        .filter(entry -> entry.getValue().isPlaced())
        .map(Map.Entry::getKey)
        .toList();
  }

  void visible(Event event) {
    switch (event.topic().role()) {
      case EVENTS -> branch(event);
      case ORDER_EVENTS -> checkOutcome(event);
      case NOTIFICATIONS -> notified(event);
      case ORDERS,
          COMMANDS,
          RELEASES,
          VOTES,
          SUPPLY_UPDATES,
          SUPPLY_EVENTS,
          MOVES,
          DEAD_LETTERS -> {}
    }
  }

  /**
   * Checks a quiet world: the users of every branch with notifications were notified of a placed
   * order.
   */
  void checkNotified() {
    tracks.forEach(
        (orderId, track) -> {
          if (track.isPlaced() && track.notifications.size() != notifications) {
            throw Violated.ofOrder(
                "SILENCE", orderId, "placed, but notified only on " + track.notifications.keySet());
          }
        });
  }

  private Track track(Event event) {
    return tracks.computeIfAbsent(event.orderId().orElseThrow(), id -> new Track());
  }

  private void branch(Event event) {
    Track track = track(event);
    BranchName name = event.topic().branch().orElseThrow();
    long transactionId = ((BranchEvent) event.message()).getTransactionId();
    Branch known = track.branches.getOrDefault(name, Branch.UNKNOWN);
    if (transactionId < known.transactionId()) {
      return;
    }
    Stage before = transactionId == known.transactionId() ? known.stage() : Stage.NOTHING;
    Stage after =
        switch (event.kind()) {
          case "Reserved" -> before == Stage.NOTHING ? Stage.RESERVED : before;
          case "Assigned" -> assigned(event, before);
          case "ReservationExpired", "ReservationRefused" -> Stage.ENDED;
          case "Released" -> released(event, track);
          default -> before;
        };
    track.branches.put(name, new Branch(transactionId, after));
  }

  private static Stage assigned(Event event, Stage before) {
    if (before != Stage.RESERVED && before != Stage.ASSIGNED) {
      throw Violated.ofOrder(
          "CAUSE",
          event.orderId().orElseThrow(),
          "%s has Assigned when the branch is at %s".formatted(event.topic(), before));
    }
    return Stage.ASSIGNED;
  }

  private static Stage released(Event event, Track track) {
    List<HeldUnit> back = event.bodyAs(Released.class).getHolding();
    if (track.isPlaced()) {
      throw Violated.ofOrder(
          "ATOMICITY",
          event.orderId().orElseThrow(),
          "%s releases %s of a placed order".formatted(event.topic(), back));
    }
    return Stage.ENDED;
  }

  private void checkOutcome(Event event) {
    if (!(event.body() instanceof OrderPlaced) && !(event.body() instanceof OrderRejected)) {
      return;
    }
    String orderId = event.orderId().orElseThrow();
    Track track = track(event);
    if (track.outcome != null) {
      if (!track.outcome.equals(event.body())) {
        throw Violated.ofOrder(
            "ONE_OUTCOME", orderId, "%s, and then %s".formatted(track.outcome, event.body()));
      }
      return;
    }
    track.outcome = event.body();
    if (event.body() instanceof OrderRejected rejected) {
      rejections.merge(rejected.getRefusal().getReason(), 1, Integer::sum);
      return;
    }
    placed++;
    if (!branches.stream()
        .allMatch(
            name -> track.branches.getOrDefault(name, Branch.UNKNOWN).stage() == Stage.ASSIGNED)) {
      throw Violated.ofOrder("CAUSE", orderId, "placed when its branches are at " + track.branches);
    }
  }

  private void notified(Event event) {
    String orderId = event.orderId().orElseThrow();
    Track track = track(event);
    if (!track.isPlaced()) {
      throw Violated.ofOrder("SILENCE", orderId, event.kind() + " of an order that is not placed");
    }
    if (track.notifications.merge(event.topic(), 1, Integer::sum) > 1) {
      throw Violated.ofOrder("SILENCE", orderId, event.kind() + " for a second time");
    }
  }
}
