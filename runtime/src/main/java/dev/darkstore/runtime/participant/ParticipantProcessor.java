package dev.darkstore.runtime.participant;

import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.SupplyRefused;
import dev.darkstore.events.SupplyRepeated;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import dev.darkstore.runtime.intake.DeadLetters;
import dev.darkstore.runtime.intake.Received;
import dev.darkstore.runtime.logging.OrderInLog;
import dev.darkstore.runtime.output.EventStamp;
import dev.darkstore.runtime.output.Outputs;
import dev.darkstore.runtime.participant.SupplyBook.Verdict;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.CommitHook;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.runtime.state.Traced;
import dev.darkstore.runtime.timers.DeadlineAlarm;
import dev.darkstore.runtime.wire.BranchMapping;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Processor of a participant: load, decide, store, reply. Records written here, the state, the
 * events and the consumed offset are one Kafka transaction; votes are sent ahead of it.
 *
 * @param <S> supply message
 * @param <C> change of the resource
 */
final class ParticipantProcessor<S, C>
    extends ContextualProcessor<String, Received<ParticipantMessage<S>>, byte[], byte[]> {
  static final String OPEN_STORE = "open-reservations";
  static final String CLOSED_STORE = "closed-reservations";
  static final String UNITS_STORE = "units";
  static final String SUPPLY_STORE = "seen-supply";

  private final ParticipantDefinition<S, C> definition;
  private final TopologySettings settings;
  private ReservationStore reservations;
  private SupplyBook supplyBook;
  private OwnedResource<S, C> resource;
  private ParticipantDecisions<C> participant;
  private final EventStamp stamp;
  private Outputs outputs;
  private ReservationMeters meters;
  private DeadLetters deadLetters;
  private DeadlineAlarm alarm;
  private Cancellable beginning = () -> {};

  ParticipantProcessor(ParticipantDefinition<S, C> definition, TopologySettings settings) {
    this.definition = definition;
    this.settings = settings;
    this.stamp = new EventStamp(definition.events().writer(), settings.installation());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    outputs = new Outputs(context, settings.ahead(), settings.installation());
    TaskMark mark =
        new TaskMark(context.getStateStore(OPEN_STORE), settings.retention().toMillis());
    TaskMark.verify(
        context.<KeyValueStore<String, byte[]>>getStateStore(OPEN_STORE),
        context.taskId().partition(),
        settings.facts());
    meters = new ReservationMeters(settings.meters());
    deadLetters = new DeadLetters(context, settings.meters(), settings.installation());
    reservations =
        new ReservationStore(
            context.getStateStore(OPEN_STORE),
            context.getStateStore(CLOSED_STORE),
            mark,
            meters::found);
    if (definition.supply().isPresent()) {
      supplyBook = new SupplyBook(context.getStateStore(SUPPLY_STORE), mark);
    }
    resource =
        definition
            .factory()
            .open(context.getStateStore(UNITS_STORE), reservations, new ProcessorPort());
    participant = resource.decisions();
    CommitHook hook = context.getStateStore(CommitHook.NAME);
    hook.beforeCommit(
        () -> {
          mark.handOver();
          reservations.handOver();
          resource.handOver();
          outputs.flush();
        });
    alarm =
        new DeadlineAlarm(
            context,
            reservations.deadlines(),
            settings.tick(),
            settings.timersPerTick(),
            this::expire);
    if (resource.hasToBegin()) {
      beginning =
          context.schedule(
              Duration.ofMillis(1), PunctuationType.WALL_CLOCK_TIME, now -> begin(now));
    }
  }

  private void begin(long nowMillis) {
    beginning.cancel();
    stamp.causedBy("start-of-" + context().taskId(), nowMillis);
    resource.begin();
  }

  @Override
  public void process(Record<String, Received<ParticipantMessage<S>>> record) {
    Received<ParticipantMessage<S>> received = record.value();
    stamp.causedBy(context().recordMetadata().orElseThrow());
    if (received.message() instanceof ParticipantMessage.Command<S> command) {
      Optional<TraceParent> trace = TraceParent.of(received.source().headers());
      OrderInLog.during(command.orderId(), () -> handle(command, trace));
    } else if (received.message() instanceof ParticipantMessage.Supply<S> supply) {
      supply(record.key(), supply.message(), received.source());
    } else if (received.message() instanceof ParticipantMessage.Own<S> own) {
      long nowMillis = context().currentSystemTimeMs();
      apply(resource.receive(own.message(), nowMillis), nowMillis);
    } else {
      throw new IllegalStateException("unhandled message " + received.message());
    }
  }

  private void handle(ParticipantMessage.Command<S> command, Optional<TraceParent> trace) {
    long nowMillis = context().currentSystemTimeMs();
    Reservation state =
        reservations.get(command.branchKey(), command.orderId(), command.transactionId());
    carryOut(state, participant.decide(state, command.command(), nowMillis), trace, nowMillis);
  }

  private void supply(String branchKey, S message, Record<byte[], byte[]> source) {
    long nowMillis = context().currentSystemTimeMs();
    long offset = context().recordMetadata().orElseThrow().offset();
    Optional<String> updateId = resource.updateId(message);
    byte[] content = resource.content(message);
    Verdict verdict = supplyBook.judge(branchKey, updateId, content, offset);
    if (verdict instanceof Verdict.Answered) {
      meters.supplyRepeated();
      return;
    }
    supplyBook.answered(offset);
    Object answer;
    if (verdict instanceof Verdict.Repeated repeated) {
      meters.supplyRepeated();
      answer = new SupplyRepeated(repeated.firstOffset());
    } else if (verdict instanceof Verdict.Reused reused) {
      answer = refuse(source, reused.refusal());
    } else {
      SupplyDecision<C> decision = resource.supply(message, nowMillis, offset);
      if (decision.refusal().isPresent()) {
        answer = refuse(source, decision.refusal().get());
      } else {
        apply(decision, nowMillis);
        updateId.ifPresent(id -> supplyBook.applied(branchKey, id, content, offset, nowMillis));
        answer = new SupplyApplied(decision.changes().stream().map(resource::balance).toList());
      }
    }
    reply(branchKey, updateId, offset, answer, nowMillis);
  }

  private void apply(SupplyDecision<C> decision, long nowMillis) {
    decision.changes().forEach(resource::apply);
    for (ReservationChange change : decision.reservations()) {
      Reservation held = change.reservation();
      Optional<TraceParent> trace = reservations.traceOf(held);
      OrderInLog.during(
          held.orderId(),
          () -> carryOut(held, participant.changedBySupply(change, nowMillis), trace, nowMillis));
    }
  }

  private SupplyRefused refuse(Record<byte[], byte[]> source, Refusal refusal) {
    deadLetters.send(source, refusal.reason(), refusal.detail());
    return new SupplyRefused(CommonMapping.wireRefusal(refusal));
  }

  private void reply(
      String branchKey, Optional<String> updateId, long offset, Object answer, long nowMillis) {
    SupplyEvent event =
        new SupplyEvent(
            branchKey,
            offset,
            updateId.orElse(null),
            Instant.ofEpochMilli(nowMillis),
            answer,
            null);
    outputs.fact(
        supplyEvents(),
        branchKey,
        EventCodec.SUPPLY_EVENTS.encode(event),
        stamp.next(answer.getClass(), nowMillis, Optional.empty()),
        nowMillis);
  }

  private Topic supplyEvents() {
    return definition.supply().orElseThrow().answers();
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
    beginning.cancel();
    if (alarm != null) {
      alarm.close();
    }
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
      reply(after, event, trace, nowMillis);
    }
  }

  private void reply(
      Reservation reservation, BranchEvent event, Optional<TraceParent> trace, long nowMillis) {
    dev.darkstore.events.BranchEvent wire =
        BranchMapping.wire(
            reservation.orderId(),
            reservation.key(),
            reservation.transactionId(),
            nowMillis,
            event);
    byte[] value = EventCodec.BRANCH_EVENTS.encode(wire);
    outputs.fact(
        definition.events(),
        reservation.orderId(),
        value,
        stamp.next(wire.getBody().getClass(), nowMillis, trace),
        nowMillis);
    if (event instanceof BranchEvent.Reserved && outputs.areAhead()) {
      outputs.ahead(
          definition.votes(), reservation.orderId(), value, stamp.nextAhead(trace), nowMillis);
    }
  }

  /** Port of the task that this processor runs in. */
  private final class ProcessorPort implements TaskPort {
    @Override
    public KeyValueStore<String, byte[]> own() {
      return context().getStateStore(ownMessages().store());
    }

    @Override
    public long nowMillis() {
      return context().currentSystemTimeMs();
    }

    @Override
    public void send(String key, byte[] value, SpecificRecord body) {
      write(ownMessages().topic(), key, value, body);
    }

    @Override
    public void announce(String branchKey, byte[] value, SpecificRecord body) {
      write(supplyEvents(), branchKey, value, body);
    }

    private void write(Topic topic, String key, byte[] value, SpecificRecord body) {
      long nowMillis = nowMillis();
      outputs.fact(
          topic, key, value, stamp.next(body.getClass(), nowMillis, Optional.empty()), nowMillis);
    }

    private OwnMessages ownMessages() {
      return definition.own().orElseThrow();
    }
  }
}
