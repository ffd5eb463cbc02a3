package dev.darkstore.simulator;

import dev.darkstore.audit.Audit;
import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.finding.Violation;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Change;
import dev.darkstore.simulator.world.CreditParticipant;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.Observer;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.WorldAudit;
import dev.darkstore.simulator.world.WorldSettings;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Checks a running simulation in three independent ways: the topics by the audit of live clusters,
 * the topics in the order of events, and the services' state. The first violation ends the run.
 */
final class Judge implements Observer {
  /**
   * Reasons for which a dead letter is the only reply to an order, by a clock that is days ahead.
   */
  private static final Set<String> TOO_OLD =
      Set.of(DeadLetterReason.OLDER_THAN_RETENTION.name(), DeadLetterReason.INVALID.name());

  private final Audit audit;
  private final boolean areCausesNamed;
  private final OrderWatch orders;
  private final CommandWatch commands;
  private final StockWatch stock;
  private final AgentWatch agents;
  private final CreditWatch credits = new CreditWatch();
  private final boolean hasCredits;
  private final AnswerWatch answers;
  private final Consumer<Event> listener;
  private final Set<String> tooOld = new HashSet<>();
  private boolean isClockSet;

  /**
   * Creates a judge of a world without records.
   *
   * @param areCausesNamed false if the causes of records are not to be checked
   * @param listener consumer of every checked event
   */
  Judge(WorldSettings settings, boolean areCausesNamed, Consumer<Event> listener) {
    int partitions = settings.partitions();
    CoordinatorTiming timing = settings.timing();
    this.areCausesNamed = areCausesNamed;
    this.audit =
        new Audit(
            partitions(settings),
            AuditOptions.DEFAULTS
                .withHoldMillis(timing.holdMillis())
                .withRetentionMillis(timing.retentionMillis()),
            Judge::found);
    this.hasCredits = settings.services().contains(ServiceKind.PAYMENT);
    this.orders = new OrderWatch(settings.installation());
    this.commands = new CommandWatch(timing);
    this.stock = new StockWatch(partitions);
    this.agents = new AgentWatch(partitions);
    this.answers = new AnswerWatch(partitions);
    this.listener = listener;
  }

  private static Map<Topic, Integer> partitions(WorldSettings settings) {
    Map<Topic, Integer> counts = new LinkedHashMap<>();
    settings.installation().topics().forEach(topic -> counts.put(topic, settings.partitions()));
    return counts;
  }

  private static void found(Violation violation) {
    throw new Violated(
        violation.invariant().name(),
        violation.orderId(),
        "the audit finds: %s: %s".formatted(violation.subject(), violation.sentence()));
  }

  OrderWatch orders() {
    return orders;
  }

  StockWatch stock() {
    return stock;
  }

  AgentWatch agents() {
    return agents;
  }

  /** Notes that clocks may be ahead by days from now on. */
  void clocksAreSet() {
    isClockSet = true;
  }

  /** Notes that a coordinator's clock was set back. */
  void setBack(long worldMillis, long fromMillis, long toMillis) {
    commands.setBack(worldMillis, fromMillis, toMillis);
  }

  private Headers headers(LoggedRecord record) {
    if (areCausesNamed) {
      return record.headers();
    }
    Headers headers = new RecordHeaders(record.headers());
    return headers.remove(EventHeaders.CE_ID);
  }

  private void noteTooOld(LoggedRecord record) {
    if (isClockSet
        && record.topic().equals(Topic.DEAD_LETTERS)
        && TOO_OLD.contains(Event.of(record).kind())) {
      Event.of(record).orderId().ifPresent(tooOld::add);
    }
  }

  @Override
  public void visible(LoggedRecord record) {
    noteTooOld(record);
    audit.accept(WorldAudit.record(record, headers(record)));
    switch (record.topic().role()) {
      case COMMANDS, RELEASES, VOTES, EVENTS, ORDER_EVENTS, NOTIFICATIONS -> {
        Event event = Event.of(record);
        orders.visible(event);
        commands.visible(event);
        listener.accept(event);
      }
      case SUPPLY_EVENTS -> answers.visible(Event.of(record));
      case ORDERS, SUPPLY_UPDATES, MOVES, DEAD_LETTERS -> {}
    }
  }

  @Override
  public void committed(
      ServiceKind service,
      int partition,
      List<LoggedRecord> read,
      List<LoggedRecord> written,
      List<Change> changes) {
    answers.read(read);
    switch (service) {
      case STORE -> stock.committed(read, written, changes);
      case DELIVERY -> agents.committed(read, changes);
      case PAYMENT -> credits.committed(changes);
      case COORDINATOR ->
          written.stream()
              .filter(record -> record.topic().isAhead())
              .map(Event::of)
              .forEach(commands::committed);
    }
  }

  /**
   * Checks the invariants of a quiet world.
   *
   * @param orderIds orders that must have an outcome
   */
  void checkQuiet(Collection<String> orderIds) {
    for (String orderId : orderIds) {
      // By a clock that is days ahead an order can be too old to be decided.
      if (orders.outcome(orderId).isEmpty() && !tooOld.contains(orderId)) {
        throw Violated.ofOrder("NOTHING_LOST", orderId, "the order has no outcome");
      }
    }
    orders.checkNotified();
    checkAssigned("store", stock.reservations());
    checkAssigned("delivery", agents.reservations());
    if (hasCredits) {
      checkAssigned(CreditParticipant.BRANCH.text(), credits.reservations());
    }
    agents.checkQuiet();
    answers.checkQuiet();
    audit.finish();
  }

  private void checkAssigned(String participant, Reservations reservations) {
    for (String key : reservations.reserved()) {
      throw Violated.ofOrder(
          "NO_LEAK", StateKey.idOf(key), "still reserved at " + participant + ": " + key);
    }
    for (String key : reservations.unsettled()) {
      throw Violated.ofOrder(
          "NO_LEAK", StateKey.idOf(key), "not settled at " + participant + ": " + key);
    }
    Set<String> placed = new HashSet<>(orders.placedOrders());
    List<String> assigned = reservations.assignedOrders();
    for (String orderId : assigned) {
      if (!placed.contains(orderId)) {
        throw Violated.ofOrder("ATOMICITY", orderId, "not placed, but assigned at " + participant);
      }
    }
    placed.removeAll(new HashSet<>(assigned));
    for (String orderId : placed.stream().sorted().toList()) {
      throw Violated.ofOrder("ATOMICITY", orderId, "placed, but not assigned at " + participant);
    }
  }
}
