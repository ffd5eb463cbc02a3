package dev.darkstore.model;

import dev.darkstore.protocol.BranchEvent;
import java.util.List;
import java.util.Optional;

/**
 * Decisions of one participant. Decisions are pure, so each is computed once; elsewhere everything
 * is a number.
 */
final class Moves {
  private final ModelWorld world;
  private final int branch;
  private final Abstraction abstraction;
  private final Queues<Site.Command> commands;
  private final Queues<BranchEvent> events;
  private final Interner<Site<?>> sites = new Interner<>();
  private final Memo<Move> commanded = new Memo<>();
  private final Memo<Move> expired = new Memo<>();
  private final Memo<Optional<Move>> supplied = new Memo<>();
  private final Memo<List<Integer>> jumps = new Memo<>();
  private final Memo<Facts> facts = new Memo<>();

  Moves(
      ModelWorld world,
      int branch,
      Abstraction abstraction,
      Queues<Site.Command> commands,
      Queues<BranchEvent> events) {
    this.world = world;
    this.branch = branch;
    this.abstraction = abstraction;
    this.commands = commands;
    this.events = events;
  }

  /**
   * Decision.
   *
   * @param next number of the site afterwards
   * @param says events, each with its order
   */
  record Move(int next, List<Say> says, Optional<Violation> violation) {}

  /** Event in flight. */
  record Say(int order, int event, boolean reserved, boolean assigned) {}

  /**
   * Facts about a site for the rest of the world, as bit sets with one bit per order.
   *
   * @param assigned orders whose reservation is final
   * @param reserved orders whose reservation may expire
   * @param holding orders that hold something here
   */
  record Facts(int assigned, int reserved, int holding) {
    boolean isAssigned(int order) {
      return (assigned >> order & 1) != 0;
    }

    boolean isReserved(int order) {
      return (reserved >> order & 1) != 0;
    }

    boolean isHolding(int order) {
      return (holding >> order & 1) != 0;
    }
  }

  int start() {
    return number(world.participations().get(branch).site());
  }

  Site<?> site(int number) {
    return sites.value(number);
  }

  Move command(int site, int command) {
    return commanded.computeIfAbsent(
        site, command, () -> moveOf(askCommand(site, commands.message(command))));
  }

  Move expire(int site, int order) {
    return expired.computeIfAbsent(site, order, () -> moveOf(askExpire(site, order)));
  }

  /** Returns the effect of a supply step; empty if the step cannot happen. */
  Optional<Move> supply(int site, Step step) {
    int column = step.kind().ordinal() * Bounds.MAX + Math.max(step.order(), step.number());
    return supplied.computeIfAbsent(site, column, () -> askSupply(site, step).map(this::moveOf));
  }

  /** Returns the sites that result when the clock advances, the next one first. */
  List<Integer> jumps(int site) {
    return jumps.computeIfAbsent(
        site,
        0,
        () ->
            site(site).timersAhead().stream().map(timer -> number(site(site).at(timer))).toList());
  }

  Facts facts(int site) {
    return facts.computeIfAbsent(
        site,
        0,
        () -> new Facts(site(site).assigned(), site(site).reserved(), site(site).holding()));
  }

  Site.Outcome askCommand(int site, Site.Command command) {
    return site(site).apply(world.decisions(), command);
  }

  Site.Outcome askExpire(int site, int order) {
    return site(site).expire(world.decisions(), order);
  }

  Optional<Site.Outcome> askSupply(int site, Step step) {
    return site(site).supply(world.decisions(), step);
  }

  private Move moveOf(Site.Outcome outcome) {
    return new Move(
        number(outcome.next()),
        outcome.said().stream().map(this::sayOf).toList(),
        outcome.violation());
  }

  private Say sayOf(Site.Said said) {
    return new Say(
        said.order(),
        events.number(abstraction.of(said.event())),
        said.event() instanceof BranchEvent.Reserved,
        said.event() instanceof BranchEvent.Assigned);
  }

  int number(Site<?> site) {
    return sites.number(abstraction.of(site));
  }
}
