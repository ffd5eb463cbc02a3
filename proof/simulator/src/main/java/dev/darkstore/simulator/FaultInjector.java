package dev.darkstore.simulator;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Settle;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.Lanes.Lane;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.Node;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Injector of faults of machines, networks and clocks, at random times. */
final class FaultInjector {
  private static final int CLOCK_CHANGES_MAX = 8;

  private final SeededRandom random;
  private final SimulationSettings settings;
  private final World world;
  private final Agenda agenda;
  private final Lanes lanes;
  private final Judge judge;
  private final Journal journal;
  private final Consumer<Node> afterStep;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Fault> doomed = new HashMap<>();
  private final Map<Node, Long> downUntil = new HashMap<>();
  private final Map<Node, Long> noTickUntil = new HashMap<>();

  /**
   * Creates an injector for a world.
   *
   * @param afterStep consumer of every step that the injector makes
   */
  FaultInjector(
      SeededRandom random,
      SimulationSettings settings,
      World world,
      Agenda agenda,
      Lanes lanes,
      Judge judge,
      Journal journal,
      Consumer<Node> afterStep) {
    this.random = random;
    this.settings = settings;
    this.world = world;
    this.agenda = agenda;
    this.lanes = lanes;
    this.judge = judge;
    this.journal = journal;
    this.afterStep = afterStep;
    for (ServiceKind service : world.settings().services()) {
      for (int partition = 0; partition < world.settings().partitions(); partition++) {
        nodes.add(world.node(service, partition));
      }
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Schedules the faults up to this time. */
  void plan(long endMillis) {
    for (Fault fault : Fault.values()) {
      int times = random.below(settings.timesMax(fault) + 1);
      for (int i = 0; i < times; i++) {
        long atMillis = random.between(world.nowMillis(), endMillis);
        switch (fault) {
          case CLOCK_SKEW -> skew();
          case DELAY -> agenda.at(atMillis, this::delay);
          case LOSS -> agenda.at(atMillis, this::lose);
          case REPETITION -> agenda.at(atMillis, this::repeat);
          case SHORT_OUTAGE ->
              agenda.at(atMillis, () -> outage(fault, random.between(50, holdMillis() / 2)));
          case LONG_OUTAGE ->
              agenda.at(
                  atMillis,
                  () -> outage(fault, random.between(holdMillis() + 1, 3 * holdMillis())));
          case CRASH -> agenda.at(atMillis, () -> doom(fault));
          case CRASH_AFTER_SENDING -> {
            if (settings.ahead()) {
              agenda.at(atMillis, () -> doom(fault));
            }
          }
          case CLOCK_JUMP -> agenda.at(atMillis, this::jump);
          case CLOCK_SET -> agenda.at(atMillis, this::setClocks);
          case RETENTION_CHANGED -> agenda.at(atMillis, this::changeRetention);
          case OFFSETS_LOST -> agenda.at(atMillis, this::loseOffsets);
          case LATE_TICK -> agenda.at(atMillis, this::lateTick);
          case WRITE_OFF -> agenda.at(atMillis, this::writeOff);
          case AGENT_OFFLINE -> agenda.at(atMillis, this::agentOffline);
          // Injected by the workload.
          case FLOOD,
              HOT_STORE,
              CANCELLATION,
              ORDER_REPEATED,
              ORDER_ID_REUSED,
              SUPPLY_REPEATED,
              INVALID_RECORD,
              WRONG_PARTITION -> {}
        }
      }
    }
  }

  /** Ends the injection; existing faults stay. */
  void cease() {
    doomed.clear();
    noTickUntil.clear();
    for (Lane lane : lanes.all()) {
      lane.holdUp(false);
      lane.lose(false);
    }
    for (Node node : nodes) {
      if (!node.isUp()) {
        node.start();
      }
    }
  }

  boolean ticks(Node node) {
    return node.isUp() && noTickUntil.getOrDefault(node, 0L) <= world.nowMillis();
  }

  /** Returns true if a node must not commit any more before its crash. */
  boolean isDoomed(Node node) {
    return doomed.containsKey(node);
  }

  private void doom(Fault fault) {
    Node node = random.oneOf(nodes);
    node.commitsEachStep(false);
    doomed.put(node, fault);
  }

  /** Crashes a doomed node as soon as that rolls back work. */
  void crashIfDoomed(Node node) {
    Fault fault = doomed.get(node);
    boolean isTime =
        fault == Fault.CRASH_AFTER_SENDING ? node.hasSentAhead() : node.hasUncommitted();
    if (fault != null && isTime) {
      doomed.remove(node);
      node.crash();
      fired(fault, node.toString());
      startAfter(node, random.between(5, 200));
    }
  }

  /** Drops the next record of a lane, if the lane is lossy. */
  boolean loses(Lane lane) {
    if (!lane.isLossy() || !random.percent(60) || isNeverRepeated(lane)) {
      return false;
    }
    LoggedRecord lost = lane.reader().skip(lane.topic());
    fired(Fault.LOSS, "%s@%d".formatted(lane, lost.offset()));
    return true;
  }

  /**
   * Returns true for a lane whose lost records are not repeated: Settle is sent once, and a lost
   * agent move is only repaired by another AgentOnline of the agent's app.
   */
  private boolean isNeverRepeated(Lane lane) {
    LoggedRecord next =
        world
            .records(lane.topic(), lane.reader().partition())
            .get(lane.reader().position(lane.topic()));
    return lane.topic().equals(Topic.AGENT_MOVES) || Event.of(next).body() instanceof Settle;
  }

  private void delay() {
    Lane lane = lanes.any();
    long millis = random.between(settings.timing().reserveTimeoutMillis() + 1, 1_500);
    lane.holdUp(true);
    after(
        millis,
        () -> {
          if (lane.isHeldUp() && lane.reader().backlog(lane.topic()) > 0) {
            fired(Fault.DELAY, "%s, %d ms, until now".formatted(lane, millis));
          }
          lane.holdUp(false);
        });
  }

  private void lose() {
    Lane lane = lanes.anyBetweenServices();
    lane.lose(true);
    after(random.between(100, 600), () -> lane.lose(false));
  }

  private void repeat() {
    Lane lane = lanes.anyBetweenServices();
    Node reader = lane.reader();
    int position = reader.position(lane.topic());
    if (!reader.isUp() || position == 0) {
      return;
    }
    int back = random.below(random.percent(75) ? Math.min(position, 40) : position);
    LoggedRecord record = world.records(lane.topic(), reader.partition()).get(position - 1 - back);
    fired(Fault.REPETITION, "%s@%d".formatted(lane, record.offset()));
    reader.repeat(record);
    afterStep.accept(reader);
  }

  private void outage(Fault fault, long millis) {
    Node one = random.oneOf(nodes);
    boolean whole = random.percent(60);
    boolean clean = random.percent(50);
    for (Node node : nodes) {
      boolean concerned = node == one || (whole && node.service() == one.service());
      if (concerned && node.isUp()) {
        if (clean) {
          node.stop();
        } else {
          node.crash();
        }
        startAfter(node, millis);
        fired(fault, "%s, for %d ms".formatted(node, millis));
      }
    }
  }

  private void startAfter(Node node, long millis) {
    long untilMillis = Math.max(downUntil.getOrDefault(node, 0L), world.nowMillis() + millis);
    downUntil.put(node, untilMillis);
    agenda.at(
        untilMillis,
        () -> {
          if (!node.isUp() && world.nowMillis() >= downUntil.get(node)) {
            node.start();
          }
        });
  }

  private void skew() {
    Node node = random.oneOf(nodes);
    node.skew(random.between(-5 * holdMillis(), 5 * holdMillis()));
    fired(Fault.CLOCK_SKEW, "%s, by %d ms".formatted(node, node.skewMillis()));
  }

  private void jump() {
    Node node = random.oneOf(nodes);
    long byMillis = random.between(-2 * holdMillis(), 2 * holdMillis());
    set(node, byMillis);
    fired(Fault.CLOCK_JUMP, "%s, by %d ms".formatted(node, byMillis));
  }

  private void set(Node node, long byMillis) {
    long fromMillis = node.nowMillis();
    node.skew(node.skewMillis() + byMillis);
    if (node.service() == ServiceKind.COORDINATOR && byMillis < 0) {
      judge.setBack(world.nowMillis(), fromMillis, node.nowMillis());
    }
  }

  /** Sets clocks by days: once, or several times ahead and back again by the same time. */
  private void setClocks() {
    judge.clocksAreSet();
    Node one = random.oneOf(nodes);
    boolean all = random.percent(30);
    long days = random.between(1, 40) * (random.percent(50) ? 1 : -1);
    long times = random.percent(50) ? 1 : random.between(2, CLOCK_CHANGES_MAX);
    long atMillis = world.nowMillis();
    for (long i = 0; i < times; i++) {
      long byDays = i % 2 == 0 ? days : -days;
      agenda.at(atMillis, () -> setClocks(node -> all || node.service() == one.service(), byDays));
      atMillis += random.between(50, 2 * holdMillis());
    }
  }

  private void setClocks(Predicate<Node> concerned, long days) {
    nodes.stream()
        .filter(concerned)
        .forEach(
            node ->
                restart(
                    Fault.CLOCK_SET,
                    node,
                    "by %s days".formatted(days),
                    () -> set(node, Duration.ofDays(days).toMillis())));
  }

  private void changeRetention() {
    Node one = random.oneOf(nodes);
    // Never shorter than the time for which the audit expects outcomes to be remembered.
    Duration retention =
        Duration.ofMillis(
            settings.timing().retentionMillis() + random.between(0, 10 * holdMillis()) * 10);
    for (Node node : nodes) {
      if (node.service() == one.service()) {
        restart(
            Fault.RETENTION_CHANGED,
            node,
            "to %d ms".formatted(retention.toMillis()),
            () -> node.retention(retention));
      }
    }
  }

  private void loseOffsets() {
    Node one = random.oneOf(nodes);
    for (Node node : nodes) {
      if (node.service() == one.service()) {
        restart(Fault.OFFSETS_LOST, node, "reads all again", node::loseOffsets);
      }
    }
  }

  /** Applies a change to a stopped node: one that is up stops in an orderly way, and restarts. */
  private void restart(Fault fault, Node node, String what, Runnable change) {
    boolean isUp = node.isUp();
    if (isUp) {
      node.stop();
    }
    change.run();
    if (isUp) {
      node.start();
    }
    fired(fault, "%s, %s".formatted(node, what));
  }

  private void lateTick() {
    Node node = random.oneOf(nodes);
    long millis = random.between(holdMillis() + 1, 2 * holdMillis());
    noTickUntil.put(node, world.nowMillis() + millis);
    fired(Fault.LATE_TICK, "%s, none for %d ms".formatted(node, millis));
  }

  /** Writes off goods that some order holds. */
  private void writeOff() {
    Reservations reservations = judge.stock().reservations();
    List<String> reserved = reservations.reserved();
    if (reserved.isEmpty()) {
      return;
    }
    String key = random.oneOf(reserved);
    String storeId = StateKey.branchKeyOf(key);
    HeldUnit unit = random.oneOf(reservations.heldBy(key));
    long available = judge.stock().available(storeId + "/" + unit.getUnit());
    int quantity = Math.toIntExact(available + 1 + random.below(unit.getQuantity()));
    world.writeOff(storeId, null, new OrderLine(unit.getUnit(), quantity));
    fired(Fault.WRITE_OFF, "%s, %d of %s".formatted(storeId, quantity, unit.getUnit()));
  }

  private void agentOffline() {
    Reservations reservations = judge.agents().reservations();
    List<String> reserved = reservations.reserved();
    if (reserved.isEmpty()) {
      return;
    }
    String key = random.oneOf(reserved);
    String agentId = reservations.heldBy(key).get(0).getUnit();
    world.agent(StateKey.branchKeyOf(key), null, agentId, new AgentOffline());
    fired(Fault.AGENT_OFFLINE, agentId);
  }

  private long holdMillis() {
    return settings.timing().holdMillis();
  }

  private void after(long millis, Runnable action) {
    agenda.at(world.nowMillis() + millis, action);
  }

  private void fired(Fault fault, String what) {
    journal.fired(fault, world.history().size(), world.nowMillis(), what);
  }
}
