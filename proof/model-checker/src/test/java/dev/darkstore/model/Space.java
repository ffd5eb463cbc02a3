package dev.darkstore.model;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** States of a world and the steps between them. */
final class Space {
  private final ModelWorld world;
  private final Layout layout;
  private final List<Step> steps;
  private final Onlooker onlooker;
  private final Queues<Site.Command> commands = new Queues<>();
  private final Queues<BranchEvent> events = new Queues<>();
  private final Phantoms phantoms;
  private final List<List<Step>> eventsAhead;
  private final List<Rulings> rulings;
  private final List<Moves> moves;
  private Violation violation;

  Space(ModelWorld world, Abstraction abstraction) {
    this.world = world;
    this.layout = Layout.of(world);
    this.steps = Step.all(world);
    this.onlooker = new Onlooker(world);
    this.eventsAhead =
        IntStream.range(0, layout.orders())
            .mapToObj(order -> Phantoms.steps(world, order))
            .map(all -> all.stream().filter(s -> s.kind() == Step.Kind.EVENT_AHEAD).toList())
            .toList();
    this.phantoms = new Phantoms(world, abstraction, commands, events);
    this.rulings =
        IntStream.range(0, layout.orders())
            .mapToObj(order -> new Rulings(world, order, abstraction, commands, events))
            .toList();
    this.moves =
        IntStream.range(0, layout.branches())
            .mapToObj(branch -> new Moves(world, branch, abstraction, commands, events))
            .toList();
  }

  /** Result of a step. */
  enum Verdict {
    /** The step is impossible in this state. */
    IMPOSSIBLE,
    /** The step led to a state, possibly an equal one. */
    DONE,
    /** The step broke an invariant: {@link Space#violation()}. */
    VIOLATED
  }

  Layout layout() {
    return layout;
  }

  List<Step> steps() {
    return steps;
  }

  Queues<Site.Command> commands() {
    return commands;
  }

  Queues<BranchEvent> events() {
    return events;
  }

  Phantoms phantoms() {
    return phantoms;
  }

  Rulings rulings(int order) {
    return rulings.get(order);
  }

  Moves moves(int branch) {
    return moves.get(branch);
  }

  char[] start() {
    char[] state = new char[layout.width()];
    for (int order = 0; order < layout.orders(); order++) {
      state[layout.side(order)] = (char) rulings.get(order).start();
      state[layout.ledger(order)] = (char) OrderNotes.EMPTY;
    }
    for (int branch = 0; branch < layout.branches(); branch++) {
      state[layout.site(branch)] = (char) moves.get(branch).start();
    }
    state[layout.budget()] = Budget.of(world.bounds());
    return state;
  }

  /**
   * Executes a step: {@code to} is the state afterwards if it was possible, otherwise undefined.
   */
  Verdict apply(char[] from, Step step, char[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
    return switch (step.kind()) {
      case PLACE, PLACE_LATE -> place(to, step);
      case PLACE_AGAIN, PLACE_OTHER ->
          isKnown(to, step.order()) ? decide(to, step) : Verdict.IMPOSSIBLE;
      case CANCEL -> decide(to, step);
      case LEASE_RUNS_LOW -> leaseRunsLow(to, step.order());
      case DEADLINE -> deadline(to, step);
      case STALE_TIMER ->
          rulings.get(step.order()).facts(to[layout.side(step.order())]).early()
              ? decide(to, step)
              : Verdict.IMPOSSIBLE;
      case EVENT, EVENT_REPEATED, EVENT_COPY, EVENT_LOST -> event(to, step);
      case EVENT_AHEAD ->
          rulings.get(step.order()).facts(to[layout.side(step.order())]).inFlight()
              ? hear(to, step, phantoms.event(step))
              : Verdict.IMPOSSIBLE;
      case COMMAND, COMMAND_REPEATED, COMMAND_COPY, COMMAND_COPY_REPEATED, COMMAND_LOST ->
          command(to, step);
      case PHANTOM_COMMAND -> phantomCommand(to, step);
      case PHANTOM_OUTCOME -> phantomOutcome(to, step.order());
      case HOLD_RUNS_OUT -> holdRunsOut(to, step);
      case PUNCTUATE ->
          move(
              to,
              step.branch(),
              moves.get(step.branch()).expire(to[layout.site(step.branch())], step.order()));
      case ARRIVAL -> spend(to, Budget.ARRIVALS) ? supply(to, step) : Verdict.IMPOSSIBLE;
      case OFFLINE -> spend(to, Budget.OFFLINES) ? supply(to, step) : Verdict.IMPOSSIBLE;
      case WRITE_OFF, ONLINE -> supply(to, step);
      case DELIVERED ->
          OrderNotes.isPlaced(to[layout.ledger(step.order())])
              ? supply(to, step)
              : Verdict.IMPOSSIBLE;
    };
  }

  /**
   * Returns true if the services execute a step eventually: the customer need not order, but once
   * the order is on its topic the coordinator reads it.
   */
  boolean isOwn(char[] from, Step step) {
    return switch (step.kind()) {
      case PLACE, PLACE_LATE -> OrderNotes.isPutIn(from[layout.ledger(step.order())]);
      default -> step.kind().isOwn();
    };
  }

  /** Returns the violation that the last step caused. */
  Violation violation() {
    return violation;
  }

  /** Returns the violation of an invariant of every state, if any. */
  Optional<Violation> broken(char[] state) {
    for (int order = 0; order < layout.orders(); order++) {
      if (OrderNotes.isPlaced(state[layout.ledger(order)])) {
        for (int branch = 0; branch < layout.branches(); branch++) {
          if (!facts(state, branch).isAssigned(order)) {
            return Optional.of(onlooker.missing(order, branch));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the violation of an invariant of quiet states, if any. */
  Optional<Violation> brokenAtEnd(char[] state) {
    for (int order = 0; order < layout.orders(); order++) {
      int ledger = state[layout.ledger(order)];
      boolean inFlight = rulings.get(order).facts(state[layout.side(order)]).inFlight();
      Optional<Violation> found = onlooker.unfinished(ledger, order, inFlight);
      for (int branch = 0; found.isEmpty() && branch < layout.branches(); branch++) {
        found = onlooker.leftOver(ledger, order, branch, facts(state, branch));
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Returns the orders by number. */
  List<Integer> identity() {
    return IntStream.range(0, layout.orders()).boxed().toList();
  }

  /** Returns a description of the state, independent of the orders' identities. */
  String summary(char[] state) {
    List<Site<?>> sites =
        IntStream.range(0, layout.branches())
            .<Site<?>>mapToObj(branch -> moves.get(branch).site(state[layout.site(branch)]))
            .toList();
    List<String> orders =
        IntStream.range(0, layout.orders())
            .mapToObj(order -> onlooker.summary(state[layout.ledger(order)], order, sites))
            .sorted()
            .toList();
    return orders + " " + sites.stream().map(Site::summary).toList();
  }

  Moves.Facts facts(char[] state, int branch) {
    return moves.get(branch).facts(state[layout.site(branch)]);
  }

  private Verdict place(char[] to, Step step) {
    int ledger = layout.ledger(step.order());
    if (isKnown(to, step.order())) {
      return Verdict.IMPOSSIBLE;
    }
    to[ledger] = (char) OrderNotes.putIn(to[ledger]);
    return decide(to, step);
  }

  private boolean isKnown(char[] state, int order) {
    return rulings.get(order).facts(state[layout.side(order)]).known();
  }

  private Verdict leaseRunsLow(char[] to, int order) {
    int index = layout.side(order);
    Optional<Integer> low = rulings.get(order).leaseRunsLow(to[index]);
    if (low.isEmpty() || !isReplyForStrongLease(to, order)) {
      return Verdict.IMPOSSIBLE;
    }
    to[index] = (char) (int) low.get();
    return Verdict.DONE;
  }

  private boolean isReplyForStrongLease(char[] state, int order) {
    Rulings known = rulings.get(order);
    int side = state[layout.side(order)];
    for (int branch = 0; branch < layout.branches(); branch++) {
      for (int queue :
          new int[] {
            state[layout.events(branch, order)], state[layout.eventCopies(branch, order)]
          }) {
        if (queue != Queues.EMPTY && known.isForStrongLease(side, branch, events.head(queue))) {
          return true;
        }
      }
    }
    for (Step ahead : eventsAhead.get(order)) {
      if (known.isForStrongLease(side, ahead.branch(), phantoms.event(ahead))) {
        return true;
      }
    }
    return false;
  }

  /** Sends Release again; a repeat while the previous one is still in flight counts as a fault. */
  private Verdict deadline(char[] to, Step step) {
    Rulings.Facts facts = rulings.get(step.order()).facts(to[layout.side(step.order())]);
    if (!facts.inFlight()
        || isReleaseUnderWay(to, step.order(), facts.awaited()) && !spend(to, Budget.REPEATS)) {
      return Verdict.IMPOSSIBLE;
    }
    return decide(to, step);
  }

  private boolean isReleaseUnderWay(char[] state, int order, int awaited) {
    for (int branch = 0; branch < layout.branches(); branch++) {
      if ((awaited >> branch & 1) != 0
          && (events.contains(
                  state[layout.events(branch, order)], BranchEvent.Released.class::isInstance)
              || commands.contains(
                  state[layout.commands(branch, layout.topics() - 1)],
                  command ->
                      command.order() == order
                          && command.command() instanceof BranchCommand.Release))) {
        return true;
      }
    }
    return false;
  }

  private Verdict holdRunsOut(char[] to, Step step) {
    int index = layout.site(step.branch());
    List<Integer> jumps = moves.get(step.branch()).jumps(to[index]);
    if (step.number() >= jumps.size()) {
      return Verdict.IMPOSSIBLE;
    }
    to[index] = (char) (int) jumps.get(step.number());
    return Verdict.DONE;
  }

  private Verdict event(char[] to, Step step) {
    int queue = layout.events(step.branch(), step.order());
    int copies = layout.eventCopies(step.branch(), step.order());
    int from = step.kind() == Step.Kind.EVENT_COPY ? copies : queue;
    if (to[from] == Queues.EMPTY
        || step.kind() == Step.Kind.EVENT_LOST && !spend(to, Budget.LOSSES)
        || step.kind() == Step.Kind.EVENT_REPEATED && !spend(to, Budget.REPEATS)) {
      return Verdict.IMPOSSIBLE;
    }
    int event = events.head(to[from]);
    to[from] = (char) events.tail(to[from]);
    if (step.kind() == Step.Kind.EVENT_LOST) {
      return Verdict.DONE;
    }
    if (step.kind() == Step.Kind.EVENT_REPEATED) {
      to[copies] = (char) events.append(to[copies], event);
    }
    return hear(to, step, event);
  }

  /** Delivers a reply; an order that the coordinator has not read yet ignores it. */
  private Verdict hear(char[] to, Step step, int event) {
    int ledger = layout.ledger(step.order());
    if (isKnown(to, step.order())) {
      to[ledger] = (char) onlooker.heard(to[ledger], step.branch(), events.message(event));
    }
    int side = to[layout.side(step.order())];
    return decide(
        to, step.order(), rulings.get(step.order()).afterReply(side, step.branch(), event));
  }

  private Verdict command(char[] to, Step step) {
    int queue = layout.commands(step.branch(), step.number());
    int copies = layout.commandCopies(step.branch(), step.number());
    boolean copy =
        step.kind() == Step.Kind.COMMAND_COPY || step.kind() == Step.Kind.COMMAND_COPY_REPEATED;
    boolean repeated =
        step.kind() == Step.Kind.COMMAND_REPEATED || step.kind() == Step.Kind.COMMAND_COPY_REPEATED;
    int from = copy ? copies : queue;
    if (to[from] == Queues.EMPTY || repeated && !spend(to, Budget.REPEATS)) {
      return Verdict.IMPOSSIBLE;
    }
    int command = commands.head(to[from]);
    if (step.kind() == Step.Kind.COMMAND_LOST
        && !phantoms.isSentAhead(commands.message(command).command())
        && !spend(to, Budget.LOSSES)) {
      return Verdict.IMPOSSIBLE;
    }
    to[from] = (char) commands.tail(to[from]);
    if (step.kind() == Step.Kind.COMMAND_LOST) {
      return Verdict.DONE;
    }
    if (repeated) {
      to[copies] = (char) commands.append(to[copies], command);
    }
    int site = to[layout.site(step.branch())];
    return move(to, step.branch(), moves.get(step.branch()).command(site, command));
  }

  private Verdict phantomCommand(char[] to, Step step) {
    if (!spend(to, Budget.PHANTOMS)) {
      return Verdict.IMPOSSIBLE;
    }
    int ledger = layout.ledger(step.order());
    to[ledger] = (char) OrderNotes.putIn(to[ledger]);
    int site = to[layout.site(step.branch())];
    return move(to, step.branch(), moves.get(step.branch()).command(site, phantoms.command(step)));
  }

  /** Executes a CancelOrder in a run that is rolled back; its reply is published. */
  private Verdict phantomOutcome(char[] to, int order) {
    int side = to[layout.side(order)];
    Rulings.Ruling ruling = rulings.get(order).after(side, Step.Kind.CANCEL);
    if (!ruling.rejected() || OrderNotes.isDecided(to[layout.ledger(order)])) {
      return Verdict.IMPOSSIBLE;
    }
    to[layout.ledger(order)] = (char) onlooker.told(to[layout.ledger(order)], ruling);
    return Verdict.DONE;
  }

  private Verdict supply(char[] to, Step step) {
    Optional<Moves.Move> move =
        moves.get(step.branch()).supply(to[layout.site(step.branch())], step);
    return move.isPresent() ? move(to, step.branch(), move.get()) : Verdict.IMPOSSIBLE;
  }

  private boolean spend(char[] to, Budget what) {
    char budget = to[layout.budget()];
    if (!what.isLeft(budget)) {
      return false;
    }
    to[layout.budget()] = what.spend(budget);
    return true;
  }

  private Verdict decide(char[] to, Step step) {
    int side = to[layout.side(step.order())];
    return decide(to, step.order(), rulings.get(step.order()).after(side, step.kind()));
  }

  private Verdict decide(char[] to, int order, Rulings.Ruling ruling) {
    int ledger = layout.ledger(order);
    Optional<Violation> broken =
        ruling.violation().or(() -> onlooker.contradicted(to[ledger], order, ruling));
    if (broken.isPresent()) {
      violation = broken.get();
      return Verdict.VIOLATED;
    }
    to[ledger] = (char) onlooker.told(to[ledger], ruling);
    to[layout.side(order)] = (char) ruling.next();
    for (Rulings.Send send : ruling.sends()) {
      int topic = layout.topicOf(commands.message(send.command()).command());
      int queue = layout.commands(send.branch(), topic);
      to[queue] = (char) commands.append(to[queue], send.command());
    }
    return Verdict.DONE;
  }

  private Verdict move(char[] to, int branch, Moves.Move move) {
    if (move.violation().isPresent()) {
      violation = move.violation().get();
      return Verdict.VIOLATED;
    }
    to[layout.site(branch)] = (char) move.next();
    for (Moves.Say say : move.says()) {
      int queue = layout.events(branch, say.order());
      to[queue] = (char) events.append(to[queue], say.event());
    }
    return Verdict.DONE;
  }
}
