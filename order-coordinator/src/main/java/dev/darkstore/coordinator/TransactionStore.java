package dev.darkstore.coordinator;

import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Assignment;
import dev.darkstore.protocol.coordinator.BranchProgress;
import dev.darkstore.protocol.coordinator.BranchStatus;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.runtime.state.Traced;
import dev.darkstore.runtime.timers.DeadlineIndex;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.TraceParent;
import dev.darkstore.state.AssignmentState;
import dev.darkstore.state.BranchProgressState;
import dev.darkstore.state.BranchStatusState;
import dev.darkstore.state.ClosedState;
import dev.darkstore.state.OpenPhase;
import dev.darkstore.state.PlacedState;
import dev.darkstore.state.RejectedState;
import dev.darkstore.state.TransactionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * State of the orders of one task of the coordinator: those in flight in the open store with their
 * deadlines in the index, outcomes in the closed store.
 */
final class TransactionStore {
  private static final StateSerde<TransactionState, Traced<Transaction>> OPEN =
      new StateSerde<>(
          TransactionState.class, TransactionStore::toState, TransactionStore::fromState);
  private static final StateSerde<ClosedState, Closed> CLOSED =
      new StateSerde<>(ClosedState.class, TransactionStore::toState, TransactionStore::fromState);

  private final OpenStore<Traced<Transaction>> open;
  private final ClosedStore<Closed> closed;
  private final DeadlineIndex deadlines = new DeadlineIndex();

  /**
   * Opens the orders of a starting task.
   *
   * @param nowMillis current time of the task's clock
   * @param found consumer of every order in flight
   */
  TransactionStore(
      KeyValueStore<String, byte[]> open,
      WindowStore<String, byte[]> closed,
      TaskMark mark,
      long nowMillis,
      Consumer<Transaction> found) {
    Map<String, Traced<Transaction>> overtaken = new LinkedHashMap<>();
    this.open =
        OpenStore.knowingKeys(
            open,
            OPEN,
            (orderId, entry) -> {
              Transaction restarted = entry.value().restarted(nowMillis);
              if (!restarted.equals(entry.value())) {
                overtaken.put(orderId, new Traced<>(restarted, entry.trace()));
              }
              deadlines.schedule(orderId, restarted.deadlineMillis());
              found.accept(restarted);
            });
    overtaken.forEach(this.open::put);
    this.closed = new ClosedStore<>(closed, mark, CLOSED);
  }

  /** Returns the state of the order. Only an order in flight has its own trace. */
  Traced<OrderState> get(String orderId) {
    return open.get(orderId)
        .map(TransactionStore::known)
        .orElseGet(
            () ->
                untraced(
                    closed
                        .get(orderId)
                        .<OrderState>map(Function.identity())
                        .orElseGet(OrderState.Unknown::new)));
  }

  /** Returns the state of the order, from stores that another thread writes. */
  static OrderState read(
      ReadOnlyKeyValueStore<String, byte[]> open,
      ReadOnlyWindowStore<String, byte[]> closed,
      String orderId) {
    byte[] inFlight = open.get(orderId);
    if (inFlight != null) {
      return OPEN.decode(orderId, inFlight).value();
    }
    return ClosedStore.get(closed, open, CLOSED, orderId)
        .<OrderState>map(Function.identity())
        .orElseGet(OrderState.Unknown::new);
  }

  /** Returns the order if it is in flight: sufficient for messages that only concern those. */
  Traced<OrderState> getInFlight(String orderId) {
    return open.get(orderId)
        .map(TransactionStore::known)
        .orElseGet(() -> untraced(new OrderState.Unknown()));
  }

  private static Traced<OrderState> known(Traced<Transaction> inFlight) {
    return new Traced<>(inFlight.value(), inFlight.trace());
  }

  private static Traced<OrderState> untraced(OrderState state) {
    return new Traced<>(state, Optional.empty());
  }

  /** Stores the new state of an order and updates its deadline. */
  void replace(
      String orderId,
      OrderState before,
      OrderState after,
      Optional<TraceParent> trace,
      long nowMillis) {
    if (before instanceof Transaction old) {
      deadlines.cancel(orderId, old.deadlineMillis());
    }
    if (after instanceof Transaction inFlight) {
      open.put(orderId, new Traced<>(inFlight, trace));
      deadlines.schedule(orderId, inFlight.deadlineMillis());
      return;
    }
    if (!(after instanceof Closed outcome)) {
      throw new IllegalStateException("order " + orderId + " became " + after);
    }
    // In this sequence, so that a reader on another thread finds the order in one of the stores.
    closed.put(orderId, outcome, nowMillis);
    if (before instanceof Transaction) {
      open.delete(orderId);
    }
  }

  /** Writes the changes since the last commit; to be called before each commit. */
  void handOver() {
    open.handOver();
  }

  /** Returns the deadlines of the orders in flight. */
  DeadlineIndex deadlines() {
    return deadlines;
  }

  /** Removes up to {@code max} orders with an expired deadline from the index and returns them. */
  List<String> takeDue(long nowMillis, int max) {
    return deadlines.takeDue(nowMillis, max);
  }

  private static TransactionState toState(Traced<Transaction> entry) {
    Transaction transaction = entry.value();
    Order order = transaction.order();
    return new TransactionState(
        order.customerId(),
        order.storeId(),
        order.zoneId(),
        CommonMapping.wireLines(order.lines()),
        order.attributes(),
        OpenPhase.valueOf(transaction.phase().name()),
        transaction.branches().stream()
            .map(
                b ->
                    new BranchProgressState(
                        b.branch(),
                        BranchStatusState.valueOf(b.status().name()),
                        CommonMapping.wireHolding(b.holding())))
            .toList(),
        transaction.transactionId(),
        transaction.leaseEndsAtMillis(),
        transaction.reserveSentAtMillis(),
        transaction.deadlineMillis(),
        transaction.attempts(),
        transaction.rejection().map(CommonMapping::wireRefusal).orElse(null),
        entry.trace().map(TraceParent::value).orElse(null));
  }

  private static Traced<Transaction> fromState(String orderId, TransactionState state) {
    return new Traced<>(
        new Transaction(
            new Order(
                orderId,
                state.getCustomerId(),
                state.getStoreId(),
                state.getZoneId(),
                CommonMapping.lines(state.getLines()),
                state.getAttributes()),
            state.getTransactionId(),
            Phase.valueOf(state.getPhase().name()),
            state.getBranches().stream()
                .map(
                    b ->
                        new BranchProgress(
                            b.getBranch(),
                            BranchStatus.valueOf(b.getStatus().name()),
                            CommonMapping.holding(b.getHolding())))
                .toList(),
            state.getReserveSentAt(),
            state.getLeaseEndsAt(),
            state.getDeadline(),
            state.getAttempts(),
            Optional.ofNullable(state.getRejection()).map(CommonMapping::refusal)),
        TraceParent.parse(state.getTraceparent()));
  }

  private static ClosedState toState(Closed closed) {
    return new ClosedState(closed.fingerprint(), outcomeState(closed.outcome()));
  }

  private static Object outcomeState(Outcome outcome) {
    if (outcome instanceof Outcome.Placed placed) {
      return new PlacedState(
          placed.assignments().stream()
              .map(a -> new AssignmentState(a.branch(), a.units()))
              .toList());
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return new RejectedState(CommonMapping.wireRefusal(rejected.refusal()));
    }
    throw new IllegalStateException("unhandled outcome " + outcome);
  }

  private static Closed fromState(String orderId, ClosedState state) {
    return new Closed(orderId, state.getFingerprint(), outcome(state.getOutcome()));
  }

  private static Outcome outcome(Object state) {
    if (state instanceof PlacedState placed) {
      return new Outcome.Placed(
          placed.getAssignments().stream()
              .map(a -> new Assignment(a.getBranch(), a.getUnits()))
              .toList());
    }
    if (state instanceof RejectedState rejected) {
      return new Outcome.Rejected(CommonMapping.refusal(rejected.getRefusal()));
    }
    throw new IllegalStateException("unhandled outcome " + state.getClass());
  }
}
