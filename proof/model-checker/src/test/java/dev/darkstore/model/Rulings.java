package dev.darkstore.model;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.BranchStatus;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decisions of the coordinator about one order. Decisions are pure, so each is computed once;
 * elsewhere everything is a number.
 */
final class Rulings {
  /** Columns of the table for replies follow those for kinds of steps. */
  private static final int REPLIES = Step.Kind.values().length;

  /** Kinds of steps that deliver a message other than a reply to the coordinator. */
  static final List<Step.Kind> MESSAGES =
      List.of(
          Step.Kind.PLACE,
          Step.Kind.PLACE_LATE,
          Step.Kind.PLACE_AGAIN,
          Step.Kind.PLACE_OTHER,
          Step.Kind.CANCEL,
          Step.Kind.DEADLINE,
          Step.Kind.STALE_TIMER);

  private final ModelWorld world;
  private final int order;
  private final Abstraction abstraction;
  private final Queues<Site.Command> commands;
  private final Queues<BranchEvent> events;
  private final CoordinatorDecisions coordinator;
  private final Interner<OrderSide> sides = new Interner<>();
  private final Memo<Ruling> rulings = new Memo<>();
  private final Memo<Optional<Integer>> lowLeases = new Memo<>();
  private final Memo<Boolean> strongLeases = new Memo<>();
  private final Memo<Facts> facts = new Memo<>();

  Rulings(
      ModelWorld world,
      int order,
      Abstraction abstraction,
      Queues<Site.Command> commands,
      Queues<BranchEvent> events) {
    this.world = world;
    this.order = order;
    this.abstraction = abstraction;
    this.commands = commands;
    this.events = events;
    this.coordinator = world.decisions().coordinator(world.branches(), world.timing());
  }

  /**
   * Decision.
   *
   * @param next number of the side afterwards
   * @param sends commands, each with its branch
   * @param commits true if one of them is Commit
   * @param received true if OrderReceived is published
   * @param placed true if OrderPlaced is published
   * @param rejected true if OrderRejected is published
   * @param notified names of the branches that are notified
   */
  record Ruling(
      int next,
      List<Send> sends,
      boolean commits,
      boolean received,
      boolean placed,
      boolean rejected,
      List<String> notified,
      Optional<Violation> violation) {

    Ruling with(int otherNext) {
      return new Ruling(otherNext, sends, commits, received, placed, rejected, notified, violation);
    }

    /** Returns true if it changes nothing and sends nothing. */
    boolean isNothing(int side) {
      return next == side
          && sends.isEmpty()
          && !received
          && !placed
          && !rejected
          && notified.isEmpty()
          && violation.isEmpty();
    }
  }

  /** Command in flight. */
  record Send(int branch, int command) {}

  /**
   * Facts about a side for the rest of the world.
   *
   * @param known true if its PlaceOrder was read
   * @param inFlight true if a decision or an acknowledgement is pending
   * @param early true if there is a deadline in the future
   * @param awaited bit set of the branches whose Released is awaited
   */
  record Facts(boolean known, boolean inFlight, boolean early, int awaited) {}

  int start() {
    return sides.number(abstraction.of(new OrderSide(new OrderState.Unknown(), 0), world));
  }

  OrderSide side(int number) {
    return sides.value(number);
  }

  /** Returns the decision about a step other than a reply. */
  Ruling after(int side, Step.Kind kind) {
    return rulings.computeIfAbsent(
        side, kind.ordinal(), () -> decide(sideAt(side, kind), messageOf(kind)));
  }

  /** Returns the decision about a reply. */
  Ruling afterReply(int side, int branch, int event) {
    int column = REPLIES + event * world.participations().size() + branch;
    return rulings.computeIfAbsent(side, column, () -> decide(side(side), replyOf(branch, event)));
  }

  /** Returns the side once the lease runs low; empty if it cannot. */
  Optional<Integer> leaseRunsLow(int side) {
    return lowLeases.computeIfAbsent(
        side, 0, () -> side(side).leaseRunsLow(world.timing()).map(this::number));
  }

  /** Returns true if a reply leads elsewhere when it is read after the lease has run low. */
  boolean isForStrongLease(int side, int branch, int event) {
    int column = event * world.participations().size() + branch;
    return strongLeases.computeIfAbsent(
        side,
        column,
        () -> leaseRunsLow(side).filter(low -> !commutes(side, low, branch, event)).isPresent());
  }

  private boolean commutes(int side, int low, int branch, int event) {
    Ruling before = afterReply(side, branch, event);
    Ruling after = afterReply(low, branch, event);
    int lowBefore = leaseRunsLow(before.next()).orElse(before.next());
    return before.with(0).equals(after.with(0))
        && Abstraction.SITUATIONS
            .of(side(lowBefore), world)
            .equals(Abstraction.SITUATIONS.of(side(after.next()), world));
  }

  Facts facts(int side) {
    return facts.computeIfAbsent(
        side,
        0,
        () ->
            new Facts(
                side(side).isKnown(),
                side(side).isInFlight(),
                side(side).isBeforeDeadline(),
                awaited(side(side))));
  }

  CoordinatorMessage messageOf(Step.Kind kind) {
    Order placed = world.orders().get(order);
    return switch (kind) {
      case PLACE, PLACE_AGAIN -> new CoordinatorMessage.PlaceOrder(placed, 0, 0);
      case PLACE_LATE ->
          new CoordinatorMessage.PlaceOrder(placed, 0, world.timing().orderMaxAgeMillis() + 1);
      case PLACE_OTHER -> new CoordinatorMessage.PlaceOrder(otherThan(placed), 0, 0);
      case CANCEL -> new CoordinatorMessage.CancelOrder();
      case DEADLINE, STALE_TIMER -> new CoordinatorMessage.DeadlineReached();
      default -> throw new IllegalArgumentException("no message to the coordinator: " + kind);
    };
  }

  CoordinatorMessage replyOf(int branch, int event) {
    return new CoordinatorMessage.BranchReply(
        world.participations().get(branch).branch().name(), 0, events.message(event));
  }

  /** Returns the decision of the production code with all its effects. */
  OrderSide.Outcome ask(OrderSide side, CoordinatorMessage message) {
    return side.decide(coordinator, world.timing(), message);
  }

  /** Returns the side at the time of a step of this kind. */
  OrderSide sideAt(int side, Step.Kind kind) {
    return kind == Step.Kind.DEADLINE ? side(side).atDeadline() : side(side);
  }

  private Ruling decide(OrderSide side, CoordinatorMessage message) {
    OrderSide.Outcome outcome = ask(side, message);
    List<Send> sends = new ArrayList<>();
    List<String> notified = new ArrayList<>();
    boolean commits = false;
    boolean received = false;
    boolean placed = false;
    boolean rejected = false;
    for (Effect effect : outcome.effects()) {
      received |= effect instanceof Effect.PublishReceived;
      placed |= effect instanceof Effect.PublishPlaced;
      rejected |= effect instanceof Effect.PublishRejected;
      if (effect instanceof Effect.Notify notify) {
        notified.add(notify.branch());
      }
      if (effect instanceof Effect.Send send) {
        commits |= send.command() instanceof BranchCommand.Commit;
        sends.add(new Send(indexOf(send.branch()), numberOf(send.command())));
      }
    }
    return new Ruling(
        number(outcome.next()),
        sends,
        commits,
        received,
        placed,
        rejected,
        notified,
        outcome.violation());
  }

  private int numberOf(BranchCommand command) {
    return commands.number(new Site.Command(order, abstraction.of(command)));
  }

  int number(OrderSide side) {
    return sides.number(abstraction.of(side, world));
  }

  private int indexOf(String branch) {
    return world.branches().stream().map(Branch::name).toList().indexOf(branch);
  }

  private int awaited(OrderSide side) {
    int awaited = 0;
    if (side.isReleasing()) {
      for (var progress : ((Transaction) side.state()).branches()) {
        awaited |=
            progress.status() == BranchStatus.RELEASE_SENT ? 1 << indexOf(progress.branch()) : 0;
      }
    }
    return awaited;
  }

  private static Order otherThan(Order order) {
    OrderLine line = order.lines().get(0);
    return new Order(
        order.orderId(),
        order.customerId(),
        order.storeId(),
        order.zoneId(),
        List.of(new OrderLine(line.sku(), line.quantity() + 1)));
  }
}
