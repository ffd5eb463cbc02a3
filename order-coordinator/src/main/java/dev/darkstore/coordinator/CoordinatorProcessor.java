package dev.darkstore.coordinator;

import dev.darkstore.coordinator.BranchRoute.Notification;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.runtime.intake.DeadLetters;
import dev.darkstore.runtime.intake.Received;
import dev.darkstore.runtime.topology.Counters;
import dev.darkstore.runtime.topology.DeadlineAlarm;
import dev.darkstore.runtime.topology.TopologySettings;
import dev.darkstore.runtime.topology.Wiring;
import dev.darkstore.runtime.wire.BranchMapping;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The coordinator at work: load, decide, store, send. What is written here, the state, the commands
 * and events and the consumed offset, is one Kafka transaction.
 */
final class CoordinatorProcessor extends ContextualProcessor<Object, Object, Object, Object> {
  static final String OPEN_STORE = "open-transactions";
  static final String CLOSED_STORE = "closed-transactions";

  private final CoordinatorDecisions coordinator;
  private final Map<String, BranchRoute> routes;
  private final TopologySettings settings;
  private TransactionStore transactions;
  private Counters counters;
  private DeadlineAlarm alarm;

  CoordinatorProcessor(
      CoordinatorDecisions coordinator, List<BranchRoute> routes, TopologySettings settings) {
    this.coordinator = coordinator;
    this.routes =
        routes.stream().collect(Collectors.toMap(r -> r.branch().name(), Function.identity()));
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    transactions =
        new TransactionStore(
            context.getStateStore(OPEN_STORE),
            context.getStateStore(CLOSED_STORE),
            settings.retention().toMillis());
    counters = new Counters(context);
    alarm = new DeadlineAlarm(context, transactions.deadlines(), settings.tick(), this::deadlines);
  }

  @Override
  public void process(Record<Object, Object> record) {
    Received<?> received = (Received<?>) record.value();
    CoordinatorMessage message = (CoordinatorMessage) received.message();
    String orderId = (String) record.key();
    long nowMillis = context().currentSystemTimeMs();
    OrderState state =
        message instanceof CoordinatorMessage.BranchReply
            ? transactions.getInFlight(orderId)
            : transactions.get(orderId, nowMillis);
    decide(orderId, state, message, nowMillis, Optional.of(received.source()));
  }

  private void deadlines(long nowMillis) {
    for (String orderId : transactions.takeDue(nowMillis, settings.timersPerTick())) {
      decide(
          orderId,
          transactions.getInFlight(orderId),
          new CoordinatorMessage.DeadlineReached(),
          nowMillis,
          Optional.empty());
    }
  }

  private void decide(
      String orderId,
      OrderState state,
      CoordinatorMessage message,
      long nowMillis,
      Optional<Record<byte[], byte[]>> source) {
    Decision decision = coordinator.decide(state, message, nowMillis);
    if (!decision.next().equals(state)) {
      transactions.replace(orderId, state, decision.next(), nowMillis);
      alarm.set(nowMillis);
    }
    for (Effect effect : decision.effects()) {
      counters.count(effect.getClass().getSimpleName());
      carryOut(orderId, effect, nowMillis, source);
    }
  }

  private void carryOut(
      String orderId, Effect effect, long nowMillis, Optional<Record<byte[], byte[]>> source) {
    if (effect instanceof Effect.Send send) {
      byte[] value =
          EventCodec.BRANCH_COMMANDS.encode(
              BranchMapping.wire(orderId, send.key(), send.command()));
      forward(route(send.branch()).commands(), send.key(), value, nowMillis);
    } else if (effect instanceof Effect.TellReceived) {
      tell(orderId, new OrderReceived(), nowMillis);
    } else if (effect instanceof Effect.TellPlaced placed) {
      tell(orderId, new OrderPlaced(assignments(placed)), nowMillis);
    } else if (effect instanceof Effect.TellRejected rejected) {
      tell(orderId, new OrderRejected(wire(rejected.refusal())), nowMillis);
    } else if (effect instanceof Effect.TellCancelRefused refused) {
      tell(orderId, new CancelRefused(wire(refused.refusal())), nowMillis);
    } else if (effect instanceof Effect.Notify notify) {
      BranchRoute route = route(notify.branch());
      Notification<?> notification =
          route.notifier().notification(notify.order(), notify.holding());
      forward(route.notifications(), notification.key(), notification.value(), nowMillis);
    } else if (effect instanceof Effect.DeadLetter letter) {
      DeadLetters.send(
          context(),
          source.orElseThrow(() -> new IllegalStateException("a timer made a dead letter")),
          letter.reason(),
          letter.detail());
    } else if (!(effect instanceof Effect.Ignore)) {
      throw new IllegalStateException("unhandled effect " + effect);
    }
  }

  private BranchRoute route(String branch) {
    BranchRoute route = routes.get(branch);
    if (route == null) {
      throw new IllegalStateException("no topics are known for branch " + branch);
    }
    return route;
  }

  private void tell(String orderId, Object body, long nowMillis) {
    byte[] value =
        EventCodec.ORDER_EVENTS.encode(
            new OrderEvent(orderId, Instant.ofEpochMilli(nowMillis), body));
    forward(Topic.ORDER_EVENTS, orderId, value, nowMillis);
  }

  private void forward(Topic topic, String key, byte[] value, long nowMillis) {
    context()
        .forward(
            new Record<>(key.getBytes(StandardCharsets.UTF_8), value, nowMillis),
            Wiring.sinkOf(topic));
  }

  private static dev.darkstore.events.Refusal wire(Refusal refusal) {
    return CommonMapping.wireRefusal(refusal);
  }

  private static List<Assignment> assignments(Effect.TellPlaced placed) {
    return placed.assignments().stream().map(a -> new Assignment(a.branch(), a.units())).toList();
  }
}
