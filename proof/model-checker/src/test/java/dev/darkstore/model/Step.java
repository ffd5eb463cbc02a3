package dev.darkstore.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Step of a world.
 *
 * @param kind kind of the step
 * @param order order, or -1
 * @param branch branch, or -1
 * @param number one of several: the time that the clock jumps to, the sku, the agent, the topic of
 *     a command, the kind of message that was sent ahead; or -1
 */
record Step(Kind kind, int order, int branch, int number) {
  private static final int NONE = -1;

  /** Role that makes a step. */
  enum Maker {
    /** A service, eventually. */
    COORDINATOR,
    PARTICIPANT,
    /** An external actor, possibly never. */
    CUSTOMER,
    SUPPLY,
    FAULT
  }

  /** Kind of step. */
  enum Kind {
    /** A customer places an order. */
    PLACE(Maker.CUSTOMER),
    /** A customer's order is read only after its maximum age. */
    PLACE_LATE(Maker.CUSTOMER),
    /** A customer repeats the order unchanged. */
    PLACE_AGAIN(Maker.CUSTOMER),
    /** Another order with this id is placed. */
    PLACE_OTHER(Maker.CUSTOMER),
    /** A customer cancels. */
    CANCEL(Maker.CUSTOMER),
    /**
     * The coordinator's clock passes the last moment at which committing may begin, or at which the
     * order may be placed.
     */
    LEASE_RUNS_LOW(Maker.COORDINATOR),
    /** The coordinator's clock reaches the order's deadline, and the timer fires. */
    DEADLINE(Maker.COORDINATOR),
    /** A stale timer fires, for a deadline that has moved since. */
    STALE_TIMER(Maker.COORDINATOR),
    /** The coordinator reads the next event of the branch about the order. */
    EVENT(Maker.COORDINATOR),
    /** The coordinator reads the event, and will receive it again. */
    EVENT_REPEATED(Maker.FAULT),
    /** The coordinator reads an event again. */
    EVENT_COPY(Maker.COORDINATOR),
    /** The next event of the branch about the order is lost. */
    EVENT_LOST(Maker.FAULT),
    /** The participant applies its next command. */
    COMMAND(Maker.PARTICIPANT),
    /** The participant applies the command, and will receive it again. */
    COMMAND_REPEATED(Maker.FAULT),
    /** The participant receives a command again. */
    COMMAND_COPY(Maker.PARTICIPANT),
    /** The participant receives a command again, and not for the last time. */
    COMMAND_COPY_REPEATED(Maker.FAULT),
    /** The participant's next command is lost. */
    COMMAND_LOST(Maker.FAULT),
    /** The participant receives a command of a rolled-back run of the coordinator. */
    PHANTOM_COMMAND(Maker.FAULT),
    /** The coordinator reads an event that was sent ahead, by any run of the participant. */
    EVENT_AHEAD(Maker.FAULT),
    /** A run of the coordinator that is rolled back publishes an outcome. */
    PHANTOM_OUTCOME(Maker.FAULT),
    /** The participant's clock reaches the expiry of a reservation. */
    HOLD_RUNS_OUT(Maker.PARTICIPANT),
    /** The participant's punctuator runs for the order, due or not. */
    PUNCTUATE(Maker.PARTICIPANT),
    /** One unit of a sku is written off. */
    WRITE_OFF(Maker.SUPPLY),
    /** One unit of a sku arrives. */
    ARRIVAL(Maker.SUPPLY),
    /** An agent goes offline. */
    OFFLINE(Maker.SUPPLY),
    /** An agent comes online. */
    ONLINE(Maker.SUPPLY),
    /** The agent who was notified of the order has delivered it. */
    DELIVERED(Maker.SUPPLY);

    private final Maker maker;

    Kind(Maker maker) {
      this.maker = maker;
    }

    /** Returns true if the services execute this eventually. */
    boolean isOwn() {
      return maker == Maker.COORDINATOR || maker == Maker.PARTICIPANT;
    }
  }

  /** Returns all steps that are possible in a world. */
  static List<Step> all(ModelWorld world) {
    List<Step> all = new ArrayList<>();
    int orders = world.orders().size();
    for (int order = 0; order < orders; order++) {
      all.addAll(Phantoms.steps(world, order));
      for (Kind kind :
          List.of(
              Kind.PLACE,
              Kind.PLACE_LATE,
              Kind.PLACE_AGAIN,
              Kind.PLACE_OTHER,
              Kind.CANCEL,
              Kind.LEASE_RUNS_LOW,
              Kind.DEADLINE,
              Kind.STALE_TIMER)) {
        all.add(new Step(kind, order, NONE, NONE));
      }
    }
    for (int branch = 0; branch < world.participations().size(); branch++) {
      for (Kind kind :
          List.of(
              Kind.COMMAND,
              Kind.COMMAND_REPEATED,
              Kind.COMMAND_COPY,
              Kind.COMMAND_COPY_REPEATED,
              Kind.COMMAND_LOST)) {
        for (int topic = 0; topic < Layout.of(world).topics(); topic++) {
          all.add(new Step(kind, NONE, branch, topic));
        }
      }
      for (int order = 0; order < orders; order++) {
        for (Kind kind :
            List.of(Kind.EVENT, Kind.EVENT_REPEATED, Kind.EVENT_COPY, Kind.EVENT_LOST)) {
          all.add(new Step(kind, order, branch, NONE));
        }
        all.add(new Step(Kind.HOLD_RUNS_OUT, NONE, branch, order));
        all.add(new Step(Kind.PUNCTUATE, order, branch, NONE));
      }
      all.addAll(supply(world.participations().get(branch).site(), branch));
    }
    return List.copyOf(all);
  }

  /** Returns the step with its order replaced. */
  Step ofOrders(List<Integer> orders) {
    return order == NONE ? this : new Step(kind, orders.get(order), branch, number);
  }

  /** Returns true if it changes only a participant, its commands and its events. */
  boolean isAtSite(int which) {
    return switch (kind) {
      case COMMAND,
          COMMAND_REPEATED,
          COMMAND_COPY,
          COMMAND_COPY_REPEATED,
          COMMAND_LOST,
          PHANTOM_COMMAND,
          HOLD_RUNS_OUT,
          PUNCTUATE,
          WRITE_OFF,
          ARRIVAL,
          OFFLINE,
          ONLINE,
          DELIVERED ->
          branch == which;
      case PLACE,
          PLACE_LATE,
          PLACE_AGAIN,
          PLACE_OTHER,
          CANCEL,
          LEASE_RUNS_LOW,
          DEADLINE,
          STALE_TIMER,
          EVENT,
          EVENT_REPEATED,
          EVENT_COPY,
          EVENT_LOST,
          EVENT_AHEAD,
          PHANTOM_OUTCOME ->
          false;
    };
  }

  private static <C> List<Step> supply(Site<C> site, int branch) {
    return site.inventory().supplySteps(site, branch);
  }
}
