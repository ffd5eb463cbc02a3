package dev.darkstore.model;

import dev.darkstore.planted.SentAhead;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Messages sent ahead by runs of a service that are rolled back.
 *
 * <p>Such a message may be read at any moment, and from no queue: since it may have been sent
 * early, or late by a zombie, it may come before or after everything else on its topic. Its
 * sender's state need not match. Rolled-back runs can read the PlaceOrder before the committed run
 * does, and the votes of other rolled-back runs, in any order and arbitrarily late; only their
 * messages remain. One consequence: the order is on its topic, so the committed run must read it
 * eventually.
 */
final class Phantoms {
  private final ModelWorld world;
  private final Abstraction abstraction;
  private final Queues<Site.Command> commands;
  private final Queues<BranchEvent> events;
  private final Memo<Integer> commandNumbers = new Memo<>();
  private final Memo<Integer> eventNumbers = new Memo<>();

  Phantoms(
      ModelWorld world,
      Abstraction abstraction,
      Queues<Site.Command> commands,
      Queues<BranchEvent> events) {
    this.world = world;
    this.abstraction = abstraction;
    this.commands = commands;
    this.events = events;
  }

  /** Returns the steps that are possible for an order because of messages sent ahead. */
  static List<Step> steps(ModelWorld world, int order) {
    return Arrays.stream(SentAhead.values())
        .filter(world.sentAhead()::contains)
        .flatMap(ahead -> steps(world, order, ahead))
        .toList();
  }

  /** Returns the number of the command that a step delivers to the participant. */
  int command(Step step) {
    return commandNumbers.computeIfAbsent(
        step.order(),
        step.number(),
        () -> commands.number(new Site.Command(step.order(), abstraction.of(commandOf(step)))));
  }

  /** Returns the number of the event that a step delivers to the coordinator. */
  int event(Step step) {
    int column = step.number() * world.orders().size() + step.order();
    return eventNumbers.computeIfAbsent(
        step.branch(), column, () -> events.number(abstraction.of(eventOf(step))));
  }

  /** Returns true for a command that its sender may have sent without committing the decision. */
  boolean isSentAhead(BranchCommand command) {
    return command instanceof BranchCommand.Reserve && world.sentAhead().contains(SentAhead.RESERVE)
        || command instanceof BranchCommand.Commit && world.sentAhead().contains(SentAhead.COMMIT);
  }

  private static Stream<Step> steps(ModelWorld world, int order, SentAhead ahead) {
    Step.Kind kind =
        switch (ahead) {
          case RESERVE, COMMIT, RELEASE -> Step.Kind.PHANTOM_COMMAND;
          case VOTE, REFUSAL, ASSIGNED -> Step.Kind.EVENT_AHEAD;
          case OUTCOME -> Step.Kind.PHANTOM_OUTCOME;
        };
    int branches = kind == Step.Kind.PHANTOM_OUTCOME ? 1 : world.participations().size();
    return Stream.iterate(0, branch -> branch < branches, branch -> branch + 1)
        .map(branch -> new Step(kind, order, branch, ahead.ordinal()));
  }

  private BranchCommand commandOf(Step step) {
    SentAhead ahead = SentAhead.values()[step.number()];
    return switch (ahead) {
      case RESERVE ->
          new BranchCommand.Reserve(world.orders().get(step.order()), world.timing().holdMillis());
      case COMMIT -> new BranchCommand.Commit(1);
      case RELEASE -> new BranchCommand.Release(1);
      case VOTE, REFUSAL, ASSIGNED, OUTCOME ->
          throw new IllegalArgumentException("no command: " + ahead);
    };
  }

  private BranchEvent eventOf(Step step) {
    SentAhead ahead = SentAhead.values()[step.number()];
    Site<?> site = world.participations().get(step.branch()).site();
    List<HeldUnit> holding = holdings(site, world.orders().get(step.order())).get(0);
    return switch (ahead) {
      case VOTE -> new BranchEvent.Reserved(holding, 0, world.timing().holdMillis());
      case REFUSAL ->
          new BranchEvent.ReservationRefused(Refusal.of(Reason.OTHER, "nothing left then"));
      case ASSIGNED -> new BranchEvent.Assigned(holding);
      case RESERVE, COMMIT, RELEASE, OUTCOME ->
          throw new IllegalArgumentException("no event: " + ahead);
    };
  }

  private static <C> List<List<HeldUnit>> holdings(Site<C> site, Order order) {
    return site.inventory().holdings(site, order);
  }
}
