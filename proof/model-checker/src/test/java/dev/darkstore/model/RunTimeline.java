package dev.darkstore.model;

import dev.darkstore.protocol.MarkdownTable;
import dev.darkstore.protocol.Words;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.protocol.participant.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Text of a run: one line for each step, with every detail. */
final class RunTimeline {
  private static final long SECOND_MILLIS = 1_000;

  private final ModelWorld world;
  private final Space space;
  private final Layout layout;
  private final List<Line> lines = new ArrayList<>();

  private RunTimeline(ModelWorld world) {
    this.world = world;
    this.space = new Space(world, Abstraction.EXACT);
    this.layout = space.layout();
  }

  /**
   * Run as text.
   *
   * @param violation violation at its end
   * @param table one line for each step
   */
  record Telling(Violation violation, String table) {}

  /**
   * Step.
   *
   * @param who node of the step
   * @param clockMillis clock of the node
   * @param what message or event
   * @param follows consequences
   */
  private record Line(String who, long clockMillis, String what, String follows) {}

  /** Returns a run to a violation, with every detail, as text and table. */
  static Telling of(ModelWorld world, Exploration.Finding finding) {
    RunTimeline timeline = new RunTimeline(world);
    char[] state = timeline.space.start();
    Optional<Violation> violation = Optional.empty();
    for (Step step : finding.run()) {
      timeline.lines.add(timeline.lineOf(state, step));
      char[] next = new char[state.length];
      Space.Verdict verdict = timeline.space.apply(state, step, next);
      if (verdict == Space.Verdict.IMPOSSIBLE) {
        throw new IllegalStateException(step + " is impossible after\n" + timeline.table());
      }
      if (verdict == Space.Verdict.VIOLATED) {
        violation = Optional.of(timeline.space.violation());
      }
      state = next;
    }
    if (violation.isEmpty()) {
      violation = timeline.found(finding.violation().invariant(), state);
    }
    return new Telling(violation.orElse(finding.violation()), timeline.table());
  }

  private Optional<Violation> found(Invariant invariant, char[] state) {
    return space
        .broken(state)
        .or(() -> space.brokenAtEnd(state))
        .filter(found -> found.invariant() == invariant);
  }

  private Line lineOf(char[] state, Step step) {
    return switch (step.kind()) {
      case PLACE, PLACE_LATE, PLACE_AGAIN, PLACE_OTHER, CANCEL, DEADLINE, STALE_TIMER ->
          message(state, step);
      case LEASE_RUNS_LOW -> leaseRunsLow(state, step);
      case EVENT, EVENT_REPEATED, EVENT_COPY, EVENT_LOST -> event(state, step);
      case COMMAND, COMMAND_REPEATED, COMMAND_COPY, COMMAND_COPY_REPEATED, COMMAND_LOST ->
          command(state, step);
      case PHANTOM_COMMAND -> phantomCommand(state, step);
      case EVENT_AHEAD -> eventAhead(state, step);
      case PHANTOM_OUTCOME -> phantomOutcome(state, step);
      case HOLD_RUNS_OUT -> holdRunsOut(state, step);
      case PUNCTUATE ->
          at(
              state,
              step,
              "punctuator looks at " + id(step.order()),
              moves(step).askExpire(site(state, step), step.order()));
      case WRITE_OFF, ARRIVAL, OFFLINE, ONLINE, DELIVERED ->
          at(
              state,
              step,
              supplyText(moves(step).site(site(state, step)), step),
              moves(step).askSupply(site(state, step), step).orElseThrow());
    };
  }

  private Line message(char[] state, Step step) {
    String id = id(step.order());
    String what =
        switch (step.kind()) {
          case PLACE -> "PlaceOrder " + id;
          case PLACE_LATE -> "PlaceOrder " + id + ", older than the maximum age";
          case PLACE_AGAIN -> "PlaceOrder " + id + " again";
          case PLACE_OTHER -> "PlaceOrder " + id + ", another order";
          case CANCEL -> "CancelOrder " + id;
          case DEADLINE -> "timer of " + id;
          case STALE_TIMER -> "stale timer of " + id;
          default -> throw new IllegalArgumentException("no message: " + step);
        };
    Rulings rulings = space.rulings(step.order());
    OrderSide side = rulings.sideAt(state[layout.side(step.order())], step.kind());
    return decided(step, side, what, rulings.messageOf(step.kind()));
  }

  private Line leaseRunsLow(char[] state, Step step) {
    OrderSide side = space.rulings(step.order()).side(state[layout.side(step.order())]);
    boolean reserving = ((Transaction) side.state()).phase() == Phase.RESERVING;
    return new Line(
        "coordinator",
        side.leaseRunsLow(world.timing()).orElseThrow().nowMillis(),
        "time passes: too late to %s %s"
            .formatted(reserving ? "begin committing" : "place", id(step.order())),
        "");
  }

  private Line event(char[] state, Step step) {
    boolean copy = step.kind() == Step.Kind.EVENT_COPY;
    int queue =
        state[
            copy
                ? layout.eventCopies(step.branch(), step.order())
                : layout.events(step.branch(), step.order())];
    int event = space.events().head(queue);
    Rulings rulings = space.rulings(step.order());
    OrderSide side = rulings.side(state[layout.side(step.order())]);
    String what =
        "%s %s from %s"
            .formatted(
                nameOf(space.events().message(event)), id(step.order()), name(step.branch()));
    return switch (step.kind()) {
      case EVENT_LOST -> new Line("coordinator", side.nowMillis(), what + " is lost", "");
      case EVENT_REPEATED ->
          decided(step, side, what + ", will be repeated", rulings.replyOf(step.branch(), event));
      default ->
          decided(step, side, what + (copy ? " again" : ""), rulings.replyOf(step.branch(), event));
    };
  }

  private Line command(char[] state, Step step) {
    boolean copy =
        step.kind() == Step.Kind.COMMAND_COPY || step.kind() == Step.Kind.COMMAND_COPY_REPEATED;
    boolean repeated =
        step.kind() == Step.Kind.COMMAND_REPEATED || step.kind() == Step.Kind.COMMAND_COPY_REPEATED;
    int queue =
        state[
            copy
                ? layout.commandCopies(step.branch(), step.number())
                : layout.commands(step.branch(), step.number())];
    Site.Command command = space.commands().message(space.commands().head(queue));
    String what =
        nameOf(command.command())
            + " "
            + id(command.order())
            + (copy ? " again" : "")
            + (repeated ? ", will be repeated" : "");
    int site = site(state, step);
    return step.kind() == Step.Kind.COMMAND_LOST
        ? new Line(name(step.branch()), moves(step).site(site).nowMillis(), what + " is lost", "")
        : at(state, step, what, moves(step).askCommand(site, command));
  }

  private Line phantomCommand(char[] state, Step step) {
    Site.Command command = space.commands().message(space.phantoms().command(step));
    return at(
        state,
        step,
        nameOf(command.command()) + " " + id(step.order()) + ", sent by a run that is rolled back",
        moves(step).askCommand(site(state, step), command));
  }

  private Line eventAhead(char[] state, Step step) {
    int event = space.phantoms().event(step);
    Rulings rulings = space.rulings(step.order());
    String what =
        "%s %s from %s, sent ahead"
            .formatted(
                nameOf(space.events().message(event)), id(step.order()), name(step.branch()));
    OrderSide side = rulings.side(state[layout.side(step.order())]);
    return decided(step, side, what, rulings.replyOf(step.branch(), event));
  }

  private Line phantomOutcome(char[] state, Step step) {
    Rulings rulings = space.rulings(step.order());
    OrderSide side = rulings.side(state[layout.side(step.order())]);
    OrderSide.Outcome outcome = rulings.ask(side, rulings.messageOf(Step.Kind.CANCEL));
    List<Effect> told =
        outcome.effects().stream().filter(Effect.PublishRejected.class::isInstance).toList();
    return new Line(
        "coordinator",
        side.nowMillis(),
        "CancelOrder " + id(step.order()) + ", read by a run that is rolled back",
        Words.ofEffects(told));
  }

  private Line holdRunsOut(char[] state, Step step) {
    Site<?> site = moves(step).site(site(state, step));
    long timer = site.timersAhead().get(step.number());
    String due =
        site.reservations().stream()
            .filter(r -> r.expiresAtMillis() == timer)
            .map(Reservation::orderId)
            .collect(Collectors.joining(", "));
    return new Line(name(step.branch()), timer, "time passes: the hold of " + due + " expires", "");
  }

  private Line decided(Step step, OrderSide side, String what, CoordinatorMessage message) {
    OrderSide.Outcome outcome = space.rulings(step.order()).ask(side, message);
    String state =
        outcome.next().state().equals(side.state())
            ? ""
            : id(step.order()) + " " + Words.of(outcome.next().state());
    return new Line(
        "coordinator", side.nowMillis(), what, join(state, Words.ofEffects(outcome.effects())));
  }

  private Line at(char[] state, Step step, String what, Site.Outcome outcome) {
    Site<?> before = moves(step).site(site(state, step));
    List<String> changes = new ArrayList<>();
    for (int order = 0; order < layout.orders(); order++) {
      Reservation reservation = outcome.next().reservations().get(order);
      if (!reservation.equals(before.reservations().get(order))) {
        changes.add(reservation.orderId() + " " + Words.of(reservation));
      }
    }
    changes.addAll(outcome.next().unitsThatDifferFrom(before));
    List<String> said =
        outcome.said().stream().map(s -> nameOf(s.event()) + " " + id(s.order())).toList();
    return new Line(
        name(step.branch()),
        outcome.next().nowMillis(),
        what,
        join(
            String.join(", ", changes),
            said.isEmpty() ? "" : "replies " + String.join(", ", said)));
  }

  private static <C> String supplyText(Site<C> site, Step step) {
    String unit = step.number() < 0 ? "" : site.inventory().name(site.units().get(step.number()));
    return switch (step.kind()) {
      case WRITE_OFF -> "1 " + unit + " written off";
      case ARRIVAL -> "1 " + unit + " arrives";
      case OFFLINE -> unit + " goes offline";
      case ONLINE -> unit + " comes online";
      case DELIVERED -> site.reservations().get(step.order()).orderId() + " is delivered";
      default -> throw new IllegalArgumentException("no supply: " + step);
    };
  }

  private Moves moves(Step step) {
    return space.moves(step.branch());
  }

  private int site(char[] state, Step step) {
    return state[layout.site(step.branch())];
  }

  private String id(int order) {
    return world.orders().get(order).orderId();
  }

  private String name(int branch) {
    return world.branches().stream().map(Branch::name).toList().get(branch);
  }

  private static String nameOf(Object message) {
    return message.getClass().getSimpleName();
  }

  private static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
  }

  private String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "node", "its clock", "message", "consequences"));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      rows.add(
          List.of(
              String.valueOf(i + 1),
              line.who(),
              line.clockMillis() / SECOND_MILLIS + " s",
              line.what(),
              line.follows().isEmpty() ? "-" : line.follows()));
    }
    return MarkdownTable.of(rows);
  }
}
