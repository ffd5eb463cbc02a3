package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import dev.darkstore.runtime.intake.DeadLetters;
import dev.darkstore.runtime.intake.Received;
import dev.darkstore.runtime.state.Traced;
import dev.darkstore.runtime.topology.DeadlineAlarm;
import dev.darkstore.runtime.topology.EventStamp;
import dev.darkstore.runtime.topology.OrderInLog;
import dev.darkstore.runtime.topology.TopologySettings;
import dev.darkstore.runtime.topology.Wiring;
import dev.darkstore.runtime.wire.BranchMapping;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A participant at work: load, decide, store, say. What is written here, the state, the events and
 * the consumed offset, is one Kafka transaction.
 *
 * @param <S> a supply message
 * @param <C> a change of the resource
 */
final class ParticipantProcessor<S, C> extends ContextualProcessor<Object, Object, Object, Object> {
  static final String OPEN_STORE = "open-reservations";
  static final String CLOSED_STORE = "closed-reservations";
  static final String UNITS_STORE = "units";
  static final String SUPPLY_STORE = "seen-supply";

  private final ParticipantDefinition<S, C> definition;
  private final TopologySettings settings;
  private ReservationStore reservations;
  private SeenUpdates seenUpdates;
  private OwnedResource<S, C> resource;
  private ParticipantDecisions<C> participant;
  private final EventStamp stamp;
  private ReservationMeters meters;
  private DeadLetters deadLetters;
  private DeadlineAlarm alarm;

  ParticipantProcessor(ParticipantDefinition<S, C> definition, TopologySettings settings) {
    this.definition = definition;
    this.settings = settings;
    this.stamp = new EventStamp(definition.events().writer());
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    long retentionMillis = settings.retention().toMillis();
    meters = new ReservationMeters(settings.meters());
    deadLetters = new DeadLetters(context, settings.meters());
    reservations =
        new ReservationStore(
            context.getStateStore(OPEN_STORE),
            context.getStateStore(CLOSED_STORE),
            retentionMillis,
            meters::found);
    seenUpdates = new SeenUpdates(context.getStateStore(SUPPLY_STORE), retentionMillis);
    resource = definition.factory().open(context.getStateStore(UNITS_STORE), reservations);
    participant = resource.decisions();
    alarm =
        new DeadlineAlarm(
            context,
            reservations.deadlines(),
            settings.tick(),
            settings.timersPerTick(),
            this::expire);
  }

  @Override
  public void process(Record<Object, Object> record) {
    Received<?> received = (Received<?>) record.value();
    stamp.causedBy(context().recordMetadata().orElseThrow());
    if (received.message() instanceof ParticipantMessage.Command command) {
      Optional<TraceParent> trace = TraceParent.of(received.source().headers());
      OrderInLog.during(command.orderId(), () -> obey(command, trace));
    } else if (received.message() instanceof ParticipantMessage.Supply<?> supply) {
      @SuppressWarnings("unchecked") // the supply intake's reader makes nothing but S
      S message = (S) supply.message();
      supply((String) record.key(), message, received.source());
    } else {
      throw new IllegalStateException("unhandled message " + received.message());
    }
  }

  private void obey(ParticipantMessage.Command command, Optional<TraceParent> trace) {
    long nowMillis = context().currentSystemTimeMs();
    Reservation state = reservations.get(command.branchKey(), command.orderId(), nowMillis);
    carryOut(state, participant.decide(state, command.command(), nowMillis), trace, nowMillis);
  }

  private void supply(String branchKey, S message, Record<byte[], byte[]> source) {
    long nowMillis = context().currentSystemTimeMs();
    String updateId = resource.updateId(message).orElse(null);
    if (updateId != null && seenUpdates.contains(branchKey, updateId, nowMillis)) {
      meters.supplyRepeated();
      return;
    }
    long offset = context().recordMetadata().orElseThrow().offset();
    SupplyDecision<C> decision = resource.supply(message, nowMillis, offset);
    if (decision.refusal().isPresent()) {
      Refusal refusal = decision.refusal().get();
      deadLetters.send(source, refusal.reason(), refusal.detail());
      return;
    }
    decision.changes().forEach(resource::apply);
    for (ReservationChange change : decision.reservations()) {
      Reservation held = change.reservation();
      Optional<TraceParent> trace = reservations.traceOf(held);
      OrderInLog.during(
          held.orderId(),
          () -> carryOut(held, participant.changedBySupply(change), trace, nowMillis));
    }
    if (updateId != null) {
      seenUpdates.add(branchKey, updateId, nowMillis);
    }
  }

  private void expire(long nowMillis, int max) {
    for (Traced<Reservation> entry : reservations.takeDue(nowMillis, max)) {
      Reservation due = entry.value();
      stamp.causedBy(due.orderId(), due.expiresAtMillis());
      OrderInLog.during(
          due.orderId(),
          () -> carryOut(due, participant.expire(due, nowMillis), entry.trace(), nowMillis));
    }
  }

  @Override
  public void close() {
    if (meters != null) {
      meters.close();
    }
  }

  private void carryOut(
      Reservation before,
      ParticipantDecision<C> decision,
      Optional<TraceParent> trace,
      long nowMillis) {
    decision.changes().forEach(resource::apply);
    Reservation after = decision.next();
    if (!after.equals(before)) {
      reservations.replace(before, after, trace, nowMillis);
      alarm.set(nowMillis);
    }
    meters.decided(before, after, decision.events());
    for (BranchEvent event : decision.events()) {
      say(after, event, trace, nowMillis);
    }
  }

  private void say(
      Reservation reservation, BranchEvent event, Optional<TraceParent> trace, long nowMillis) {
    String orderId = reservation.orderId();
    dev.darkstore.events.BranchEvent said =
        BranchMapping.wire(orderId, reservation.key(), nowMillis, event);
    context()
        .forward(
            new Record<>(
                orderId.getBytes(StandardCharsets.UTF_8),
                EventCodec.BRANCH_EVENTS.encode(said),
                nowMillis,
                stamp.next(said.getBody().getClass(), nowMillis, trace)),
            Wiring.sinkOf(definition.events()));
  }
}
