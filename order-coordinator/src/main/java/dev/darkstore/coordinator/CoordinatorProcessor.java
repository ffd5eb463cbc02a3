package dev.darkstore.coordinator;

import dev.darkstore.coordinator.BranchRoute.Notification;
import dev.darkstore.coordinator.BranchRoute.Notifications;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.BranchProgress;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.runtime.intake.DeadLetters;
import dev.darkstore.runtime.intake.Received;
import dev.darkstore.runtime.logging.OrderInLog;
import dev.darkstore.runtime.output.EventStamp;
import dev.darkstore.runtime.output.Outputs;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.CommitHook;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.runtime.state.Traced;
import dev.darkstore.runtime.timers.DeadlineAlarm;
import dev.darkstore.runtime.wire.BranchMapping;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processor of the coordinator: load, decide, store, send. Records written here, the state, the
 * facts and the consumed offset are one Kafka transaction; requests are sent ahead of it.
 */
final class CoordinatorProcessor
    extends ContextualProcessor<String, Received<CoordinatorMessage>, byte[], byte[]> {
  private static final Logger log = LoggerFactory.getLogger(CoordinatorProcessor.class);

  static final String OPEN_STORE = "open-transactions";
  static final String CLOSED_STORE = "closed-transactions";

  private final CoordinatorDecisions coordinator;
  private final Map<String, BranchRoute> routes;
  private final TopologySettings settings;
  private TransactionStore transactions;
  private final EventStamp stamp;
  private Outputs outputs;
  private OrderMeters meters;
  private DeadLetters deadLetters;
  private DeadlineAlarm alarm;

  CoordinatorProcessor(
      CoordinatorDecisions coordinator, List<BranchRoute> routes, TopologySettings settings) {
    this.coordinator = coordinator;
    this.routes =
        routes.stream().collect(Collectors.toMap(r -> r.branch().name(), Function.identity()));
    this.settings = settings;
    this.stamp = new EventStamp(Principal.COORDINATOR, settings.installation());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    outputs = new Outputs(context, settings.ahead(), settings.installation());
    meters = new OrderMeters(settings.meters(), List.copyOf(routes.keySet()));
    deadLetters = new DeadLetters(context, settings.meters(), settings.installation());
    KeyValueStore<String, byte[]> open = context.getStateStore(OPEN_STORE);
    TaskMark.verify(open, context.taskId().partition(), settings.facts());
    TaskMark mark = new TaskMark(open, settings.retention().toMillis());
    transactions =
        new TransactionStore(
            open,
            context.getStateStore(CLOSED_STORE),
            mark,
            context.currentSystemTimeMs(),
            this::found);
    CommitHook hook = context.getStateStore(CommitHook.NAME);
    hook.beforeCommit(
        () -> {
          mark.handOver();
          transactions.handOver();
          outputs.flush();
        });
    alarm =
        new DeadlineAlarm(
            context,
            transactions.deadlines(),
            settings.tick(),
            settings.timersPerTick(),
            this::deadlines);
  }

  /**
   * Counts an order in flight of the restored state.
   *
   * @throws IllegalStateException if a branch of the order was removed from the settings: its
   *     replies would not be read, so that the order could never end
   */
  private void found(Transaction transaction) {
    for (BranchProgress progress : transaction.branches()) {
      if (!routes.containsKey(progress.branch())) {
        throw new IllegalStateException(
            ("order %s is in flight with branch '%s', which %s does not name; start with the"
                    + " earlier branches, and remove one only when no order is in flight")
                .formatted(transaction.order().orderId(), progress.branch(), BranchTable.SETTING));
      }
    }
    meters.found(transaction);
  }

  @Override
  public void process(Record<String, Received<CoordinatorMessage>> record) {
    Received<CoordinatorMessage> received = record.value();
    CoordinatorMessage message = received.message();
    String orderId = record.key();
    long nowMillis = context().currentSystemTimeMs();
    stamp.causedBy(context().recordMetadata().orElseThrow());
    Traced<OrderState> state =
        message instanceof CoordinatorMessage.BranchReply
            ? transactions.getInFlight(orderId)
            : transactions.get(orderId);
    OrderInLog.during(
        orderId, () -> decide(orderId, state, message, nowMillis, Optional.of(received.source())));
  }

  private void deadlines(long nowMillis, int max) {
    for (String orderId : transactions.takeDue(nowMillis, max)) {
      Traced<OrderState> state = transactions.getInFlight(orderId);
      if (state.value() instanceof Transaction transaction) {
        stamp.causedBy(orderId, transaction.deadlineMillis());
      }
      OrderInLog.during(
          orderId,
          () ->
              decide(
                  orderId,
                  state,
                  new CoordinatorMessage.DeadlineReached(),
                  nowMillis,
                  Optional.empty()));
    }
  }

  private void decide(
      String orderId,
      Traced<OrderState> known,
      CoordinatorMessage message,
      long nowMillis,
      Optional<Record<byte[], byte[]>> source) {
    OrderState state = known.value();
    // An order in flight keeps the trace it was placed with, independent of the sender of the
    // current message: a branch, a timer, or the customer again.
    Optional<TraceParent> trace =
        state instanceof Transaction
            ? known.trace()
            : source.flatMap(record -> TraceParent.of(record.headers()));
    Decision decision = coordinator.decide(state, message, nowMillis);
    meters.decided(state, message, decision, nowMillis);
    if (!decision.next().equals(state)) {
      transactions.replace(orderId, state, decision.next(), trace, nowMillis);
      alarm.set(nowMillis);
    }
    for (Effect effect : decision.effects()) {
      carryOut(orderId, effect, trace, nowMillis, source);
    }
  }

  @Override
  public void close() {
    if (alarm != null) {
      alarm.close();
    }
    if (meters != null) {
      meters.close();
    }
  }

  private void carryOut(
      String orderId,
      Effect effect,
      Optional<TraceParent> trace,
      long nowMillis,
      Optional<Record<byte[], byte[]>> source) {
    if (effect instanceof Effect.Send send) {
      send(orderId, send, trace, nowMillis);
    } else if (effect instanceof Effect.PublishReceived) {
      publish(orderId, new OrderReceived(), trace, nowMillis);
    } else if (effect instanceof Effect.PublishPlaced placed) {
      publish(orderId, new OrderPlaced(assignments(placed)), trace, nowMillis);
    } else if (effect instanceof Effect.PublishRejected rejected) {
      publish(orderId, new OrderRejected(wire(rejected.refusal())), trace, nowMillis);
    } else if (effect instanceof Effect.PublishCancelRefused refused) {
      publish(orderId, new CancelRefused(wire(refused.refusal())), trace, nowMillis);
    } else if (effect instanceof Effect.Notify notify) {
      route(notify.branch())
          .notifications()
          .ifPresent(notifications -> notify(notifications, notify, trace, nowMillis));
    } else if (effect instanceof Effect.DeadLetter letter) {
      deadLetters.send(
          source.orElseThrow(() -> new IllegalStateException("a timer led to a dead letter")),
          letter.reason(),
          letter.detail());
    } else if (effect instanceof Effect.Ignore ignored) {
      log.debug("ignored: {}", ignored.why());
    } else {
      throw new IllegalStateException("unhandled effect " + effect);
    }
  }

  private void send(String orderId, Effect.Send send, Optional<TraceParent> trace, long nowMillis) {
    BranchRoute route = route(send.branch());
    if (send.command() instanceof BranchCommand.Release
        || send.command() instanceof BranchCommand.Settle) {
      BranchRelease release =
          BranchMapping.release(orderId, send.key(), send.transactionId(), send.command());
      outputs.fact(
          route.releases(),
          send.key(),
          EventCodec.BRANCH_RELEASES.encode(release),
          stamp.next(release.getBody().getClass(), nowMillis, trace),
          nowMillis);
      return;
    }
    dev.darkstore.events.BranchCommand request =
        BranchMapping.request(orderId, send.key(), send.transactionId(), send.command());
    outputs.ahead(
        route.commands(),
        send.key(),
        EventCodec.BRANCH_COMMANDS.encode(request),
        stamp.nextAhead(trace),
        nowMillis);
  }

  private void notify(
      Notifications notifications,
      Effect.Notify notify,
      Optional<TraceParent> trace,
      long nowMillis) {
    Notification<?> notification =
        notifications.notifier().notification(notify.order(), notify.holding());
    Headers headers = stamp.next(notification.body(), nowMillis, trace);
    outputs.fact(
        notifications.topic(), notification.key(), notification.value(), headers, nowMillis);
  }

  private BranchRoute route(String branch) {
    BranchRoute route = routes.get(branch);
    if (route == null) {
      throw new IllegalStateException("no topics are configured for branch " + branch);
    }
    return route;
  }

  private void publish(String orderId, Object body, Optional<TraceParent> trace, long nowMillis) {
    byte[] value =
        EventCodec.ORDER_EVENTS.encode(
            new OrderEvent(orderId, Instant.ofEpochMilli(nowMillis), body));
    Headers headers = stamp.next(body.getClass(), nowMillis, trace);
    outputs.fact(Topic.ORDER_EVENTS, orderId, value, headers, nowMillis);
  }

  private static dev.darkstore.events.Refusal wire(Refusal refusal) {
    return CommonMapping.wireRefusal(refusal);
  }

  private static List<Assignment> assignments(Effect.PublishPlaced placed) {
    return placed.assignments().stream().map(a -> new Assignment(a.branch(), a.units())).toList();
  }
}
