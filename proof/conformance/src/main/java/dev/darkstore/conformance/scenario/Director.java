package dev.darkstore.conformance.scenario;

import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.conformance.report.Finding;
import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.report.ScenarioResult;
import dev.darkstore.conformance.resource.Resources;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.resource.Supply;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.Incoming;
import dev.darkstore.conformance.wire.Outgoing;
import dev.darkstore.conformance.wire.Wire;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs scenarios: hands replies to the orders, and lets one scenario after another go on. */
public final class Director {
  private static final Duration POLL_MAX = Duration.ofMillis(100);
  private static final long SUPPLY_MILLIS_MAX = 60_000;
  private static final long FIRST_REPLY_MILLIS_MAX = 60_000;

  private final Wire wire;
  private final Resources resources;
  private final ConformanceOptions options;
  private final String run;
  private final Map<String, List<BranchOrder>> orders = new HashMap<>();
  private final List<Scarce> free;
  private final Map<String, Integer> supplied = new HashMap<>();
  private final List<Finding> strays = new ArrayList<>();
  private int scarceLeft;
  private int scarceWithExcessLeft;
  private int orderCount;
  private long sent;
  private long received;

  /**
   * Creates a director.
   *
   * @param run id of the run, with which all its order ids begin
   */
  public Director(Wire wire, Resources resources, ConformanceOptions options, String run) {
    this.wire = wire;
    this.resources = resources;
    this.options = options;
    this.run = run;
    this.free = new ArrayList<>(resources.scarce());
    scarceLeft = free.size();
    scarceWithExcessLeft = (int) free.stream().filter(each -> each.excess().isPresent()).count();
  }

  /** Returns the number of records that were written. */
  public long sent() {
    return sent;
  }

  /** Returns the number of replies and votes that were read. */
  public long received() {
    return received;
  }

  /**
   * Sends the supply, and waits until it took effect and the participant replies.
   *
   * @throws UnusableException if it does not
   */
  public void prepare() {
    Supply supply = resources.supply();
    if (!supply.records().isEmpty()) {
      String topic =
          topics()
              .supply()
              .orElseThrow(
                  () -> new UnusableException("branch " + topics().branch() + " has no supply"))
              .updates();
      for (Supply.SupplyRecord record : supply.records()) {
        var unused =
            send(
                new Outgoing(
                    topic,
                    OptionalInt.empty(),
                    record.key().getBytes(StandardCharsets.UTF_8),
                    record.value(),
                    nowMillis()));
      }
      Map<String, Integer> expected = supply.expected();
      if (!pollUntil(() -> supplied.equals(expected), SUPPLY_MILLIS_MAX)) {
        throw new UnusableException(
            "the supply took no effect within %d s; is participant %s running?"
                .formatted(SUPPLY_MILLIS_MAX / 1_000, topics().branch()));
      }
    }
    awaitReply();
  }

  /** Waits until the participant replies: it may be starting. */
  private void awaitReply() {
    Play probe = new Play(Scenario.of("probe", play -> {}), this);
    BranchOrder order = probe.order(resources.ample());
    order.sendReserve(options.holdMillis());
    boolean replies = pollUntil(order::isAnswered, FIRST_REPLY_MILLIS_MAX);
    order.sendRelease();
    if (!replies) {
      throw new UnusableException(
          "%s has no reply to Reserve within %d s; is participant %s running?"
              .formatted(topics().events(), FIRST_REPLY_MILLIS_MAX / 1_000, topics().branch()));
    }
    pollUntil(() -> Afterwards.isReleased(order), options.patienceMillis());
  }

  /** Runs scenarios concurrently, and returns their results, and one for all replies together. */
  List<ScenarioResult> run(List<Scenario> scenarios, String allTogether) {
    List<Play> plays = scenarios.stream().map(scenario -> new Play(scenario, this)).toList();
    try {
      for (int i = 0; i < plays.size(); i++) {
        Optional<Need> missing =
            scenarios.get(i).needs().stream().filter(need -> !has(need)).sorted().findFirst();
        if (missing.isPresent()) {
          plays.get(i).skip(missing.get().reason());
        } else {
          plays.get(i).begin();
        }
      }
      while (plays.stream().anyMatch(play -> !play.isEnded())) {
        step(plays.stream().filter(play -> !play.isEnded()).toList());
      }
    } finally {
      plays.forEach(Play::abandon);
    }
    awaitQuiet();
    List<ScenarioResult> results = new ArrayList<>();
    for (Play play : plays) {
      play.orders().forEach(Afterwards::judge);
      results.add(play.result());
    }
    Optional<String> skipped =
        results.stream().map(ScenarioResult::skipped).allMatch(Optional::isPresent)
            ? results.get(0).skipped()
            : Optional.empty();
    results.add(new ScenarioResult(allTogether, skipped, 0, List.copyOf(strays)));
    strays.clear();
    return results;
  }

  private void step(List<Play> waiting) {
    if (waiting.stream().allMatch(Play::waitsForRestart)) {
      wire.restart();
      awaitReply();
      waiting.forEach(Play::restarted);
    }
    boolean moved = false;
    for (Play play : waiting) {
      if (play.isReady()) {
        play.resume();
        moved = true;
      }
    }
    if (!moved) {
      long nextMillis =
          waiting.stream().mapToLong(Play::deadlineMillis).min().orElseThrow() - nowMillis();
      poll(Duration.ofMillis(Math.max(1, Math.min(POLL_MAX.toMillis(), nextMillis))));
    }
  }

  private boolean has(Need need) {
    return switch (need) {
      case SCARCE -> !resources.scarce().isEmpty();
      case EXCESS -> resources.scarce().stream().anyMatch(each -> each.excess().isPresent());
      case IMPOSSIBLE -> resources.impossible().isPresent();
      case PARTITIONS -> wire.partitions(topics().commands()) > 1;
      case RESTART -> wire.canRestart();
    };
  }

  private boolean pollUntil(BooleanSupplier condition, long millisMax) {
    long endMillis = nowMillis() + millisMax;
    while (!condition.getAsBoolean()) {
      if (nowMillis() >= endMillis) {
        return false;
      }
      poll(POLL_MAX);
    }
    return true;
  }

  /** Reads until nothing was written for a while. */
  private void awaitQuiet() {
    long lastMillis = nowMillis();
    while (nowMillis() - lastMillis < options.quietMillis()) {
      if (poll(POLL_MAX)) {
        lastMillis = nowMillis();
      }
    }
  }

  private boolean poll(Duration atMost) {
    List<Incoming> records = wire.poll(atMost);
    records.forEach(this::receive);
    return !records.isEmpty();
  }

  private void receive(Incoming record) {
    if (topics().supply().filter(each -> each.events().equals(record.topic())).isPresent()) {
      if (record.value() != null) {
        resources
            .supply()
            .effect(record.value())
            .filter(resources.supply().expected()::containsKey)
            .ifPresent(key -> supplied.merge(key, 1, Integer::sum));
      }
      return;
    }
    boolean isVote = record.topic().equals(topics().votes());
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    BranchEvent event;
    try {
      event = EventCodec.BRANCH_EVENTS.decode(record.value());
    } catch (UnreadableRecordException e) {
      unreadable(record, key, e.detail());
      return;
    }
    Optional<BranchOrder> concerned =
        find(event.getOrderId(), event.getTransactionId())
            .or(() -> find(key, event.getTransactionId()));
    if (concerned.isPresent()) {
      received++;
      BranchOrder order = concerned.get();
      Reply reply = new Reply(record, event, nowMillis());
      order.received(reply, isVote);
      new ReplyCheck(order, wire).check(reply, isVote);
    } else if (isOurs(event.getOrderId()) || isOurs(key)) {
      strays.add(
          new Finding(
              Rule.UNSOLICITED,
              event.getOrderId(),
              "%s of an order without requests, at %s"
                  .formatted(event.getBody().getClass().getSimpleName(), record.position()),
              List.of()));
    }
  }

  private void unreadable(Incoming record, String key, String detail) {
    Optional<BranchOrder> concerned = find(key, 1);
    if (concerned.isPresent()) {
      received++;
      BranchOrder order = concerned.get();
      order.unreadable(record::position, detail);
      order.play().judge(false, Rule.READABLE, order, "a reply cannot be decoded: " + detail);
    } else if (isOurs(key)) {
      strays.add(
          new Finding(
              Rule.READABLE, key, "%s: %s".formatted(record.position(), detail), List.of()));
    }
  }

  private boolean isOurs(String orderId) {
    return orderId.startsWith(run);
  }

  /** Returns the order with this transaction, otherwise any with this id. */
  private Optional<BranchOrder> find(String orderId, long transactionId) {
    List<BranchOrder> known = orders.getOrDefault(orderId, List.of());
    return known.stream()
        .filter(order -> order.transactionId() == transactionId)
        .findFirst()
        .or(() -> known.stream().findFirst());
  }

  // For the scenarios.

  BranchTopics topics() {
    return wire.topics();
  }

  int partitions(String topic) {
    return wire.partitions(topic);
  }

  long nowMillis() {
    return wire.nowMillis();
  }

  ConformanceOptions options() {
    return options;
  }

  Resources resources() {
    return resources;
  }

  String newOrderId() {
    return run + "-" + ++orderCount;
  }

  void add(BranchOrder order) {
    orders.computeIfAbsent(order.orderId(), id -> new ArrayList<>()).add(order);
  }

  Supplier<String> send(Outgoing record) {
    sent++;
    return wire.send(record);
  }

  /** Returns true if a scarce resource is free, or none will ever be. */
  boolean mayTake(boolean withExcess) {
    return (withExcess ? scarceWithExcessLeft : scarceLeft) == 0
        || free.stream().anyMatch(each -> !withExcess || each.excess().isPresent());
  }

  Optional<Scarce> take(boolean withExcess) {
    Optional<Scarce> taken =
        free.stream().filter(each -> !withExcess || each.excess().isPresent()).findFirst();
    taken.ifPresent(free::remove);
    return taken;
  }

  void giveBack(Scarce scarce) {
    free.add(scarce);
  }

  /** Excludes a resource of which units may be lost. */
  void exclude(Scarce scarce) {
    scarceLeft--;
    scarceWithExcessLeft -= scarce.excess().isPresent() ? 1 : 0;
  }
}
