package dev.darkstore.model;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.participant.Reservation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders for equal goods differ only in their ids, and no decision depends on an id: a state and
 * its copy with exchanged ids are equivalent (Ip and Dill, "Better verification through symmetry",
 * 1996). The least of the equivalent states represents all of them.
 */
final class Symmetry {
  private final ModelWorld world;
  private final Space space;
  private final Layout layout;
  private final List<Exchange> exchanges;
  private final char[] image;
  private final char[] least;

  Symmetry(ModelWorld world, Space space) {
    this.world = world;
    this.space = space;
    this.layout = space.layout();
    this.exchanges = permutations(layout.orders()).stream().map(Exchange::new).toList();
    this.image = new char[layout.width()];
    this.least = new char[layout.width()];
  }

  /** Replaces the state by its representative; returns the new position of each order. */
  List<Integer> normalise(char[] state) {
    System.arraycopy(state, 0, least, 0, state.length);
    List<Integer> went = exchanges.get(0).targets;
    for (int i = 1; i < exchanges.size(); i++) {
      Exchange exchange = exchanges.get(i);
      exchange.apply(state, image);
      if (isLess(image, least)) {
        System.arraycopy(image, 0, least, 0, state.length);
        went = exchange.targets;
      }
    }
    System.arraycopy(least, 0, state, 0, state.length);
    return went;
  }

  private static boolean isLess(char[] one, char[] other) {
    return Arrays.compare(one, other) < 0;
  }

  private static List<List<Integer>> permutations(int count) {
    List<List<Integer>> all = List.of(List.of());
    for (int next = 0; next < count; next++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> shorter : all) {
        for (int place = shorter.size(); place >= 0; place--) {
          List<Integer> inserted = new ArrayList<>(shorter);
          inserted.add(place, next);
          longer.add(inserted);
        }
      }
      all = longer;
    }
    return all;
  }

  /** Exchange of the orders. */
  private final class Exchange {
    private final List<Integer> targets;
    private final List<Memo<Character>> sides =
        IntStream.range(0, layout.orders()).mapToObj(o -> new Memo<Character>()).toList();
    private final List<Memo<Character>> sites =
        IntStream.range(0, layout.branches()).mapToObj(b -> new Memo<Character>()).toList();
    private final Memo<Character> queues = new Memo<>();

    /**
     * Creates an exchange.
     *
     * @param targets for each order, the order whose position it takes
     */
    Exchange(List<Integer> targets) {
      this.targets = List.copyOf(targets);
    }

    void apply(char[] from, char[] to) {
      for (int order = 0; order < layout.orders(); order++) {
        int target = targets.get(order);
        to[layout.side(target)] = side(order, from[layout.side(order)]);
        to[layout.ledger(target)] = from[layout.ledger(order)];
        for (int branch = 0; branch < layout.branches(); branch++) {
          to[layout.events(branch, target)] = from[layout.events(branch, order)];
          to[layout.eventCopies(branch, target)] = from[layout.eventCopies(branch, order)];
        }
      }
      for (int branch = 0; branch < layout.branches(); branch++) {
        to[layout.site(branch)] = site(branch, from[layout.site(branch)]);
        for (int topic = 0; topic < layout.topics(); topic++) {
          int commands = layout.commands(branch, topic);
          int copies = layout.commandCopies(branch, topic);
          to[commands] = queue(from[commands]);
          to[copies] = queue(from[copies]);
        }
      }
      to[layout.budget()] = from[layout.budget()];
    }

    private char side(int order, int side) {
      Character known = sides.get(order).get(side, 0);
      return known != null ? known : sides.get(order).put(side, 0, renamed(order, side));
    }

    private char site(int branch, int site) {
      Character known = sites.get(branch).get(site, 0);
      return known != null
          ? known
          : sites
              .get(branch)
              .put(
                  site,
                  0,
                  (char) space.moves(branch).number(renamed(space.moves(branch).site(site))));
    }

    private char queue(int queue) {
      Character known = queues.get(queue, 0);
      return known != null
          ? known
          : queues.put(queue, 0, (char) space.commands().map(queue, this::renamed));
    }

    private char renamed(int order, int side) {
      OrderSide known = space.rulings(order).side(side);
      OrderSide renamed =
          new OrderSide(renamed(known.state(), targets.get(order)), known.nowMillis());
      return (char) space.rulings(targets.get(order)).number(renamed);
    }

    private OrderState renamed(OrderState state, int target) {
      Order order = world.orders().get(target);
      if (state instanceof Transaction open) {
        return new Transaction(
            order,
            open.transactionId(),
            open.phase(),
            open.branches(),
            open.reserveSentAtMillis(),
            open.leaseEndsAtMillis(),
            open.deadlineMillis(),
            open.attempts(),
            open.rejection());
      }
      return state instanceof Closed closed
          ? new Closed(order.orderId(), order.fingerprint(), closed.outcome())
          : state;
    }

    private <C> Site<C> renamed(Site<C> site) {
      return new Site<>(
          site.inventory(),
          site.nowMillis(),
          moved(IntStream.range(0, targets.size()).mapToObj(o -> renamed(site, o)).toList()),
          site.units().stream().map(unit -> site.inventory().renamed(unit, this::renamed)).toList(),
          moved(site.over()),
          moved(site.done()),
          site.supplied());
    }

    private Reservation renamed(Site<?> site, int order) {
      Reservation known = site.reservations().get(order);
      return new Reservation(
          known.key(),
          world.orders().get(targets.get(order)).orderId(),
          known.transactionId(),
          known.status(),
          known.holding(),
          known.expiresAtMillis(),
          known.refusal());
    }

    private String renamed(String orderId) {
      return IntStream.range(0, targets.size())
          .filter(order -> world.orders().get(order).orderId().equals(orderId))
          .mapToObj(order -> world.orders().get(targets.get(order)).orderId())
          .findFirst()
          .orElseThrow();
    }

    private Site.Command renamed(Site.Command command) {
      int target = targets.get(command.order());
      return new Site.Command(
          target,
          command.command() instanceof BranchCommand.Reserve reserve
              ? new BranchCommand.Reserve(world.orders().get(target), reserve.holdMillis())
              : command.command());
    }

    private <T> List<T> moved(List<T> values) {
      List<T> moved = new ArrayList<>(Collections.nCopies(values.size(), values.get(0)));
      for (int order = 0; order < targets.size(); order++) {
        moved.set(targets.get(order), values.get(order));
      }
      return moved;
    }
  }
}
