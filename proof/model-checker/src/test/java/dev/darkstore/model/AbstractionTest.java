package dev.darkstore.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.BranchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Executes random runs twice, exactly and abstractly: after each step, the possible steps must be
 * equal, and so must the resulting states without the details.
 */
class AbstractionTest {
  private static final int RUNS = 60;
  private static final int STEPS = 60;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void losesNothingThatDecides(int orders) {
    ModelWorld world =
        Worlds.orders(orders)
            .rice(2)
            .twoAgents()
            .bounds(new Bounds(2, 2, 2, 3, 1, 1))
            .sentAhead()
            .build();
    for (int seed = 0; seed < RUNS; seed++) {
      run(world, new Random(seed));
    }
  }

  private static void run(ModelWorld world, Random random) {
    Space exactly = new Space(world, Abstraction.EXACT);
    Space abstractly = new Space(world, Abstraction.SITUATIONS);
    char[] exact = exactly.start();
    char[] situation = abstractly.start();
    List<Step> steps = exactly.steps();
    List<Step> made = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      assertThat(withoutDetails(world, exactly, exact))
          .as("after %s", made)
          .isEqualTo(withoutDetails(world, abstractly, situation));
      assertThat(possible(exactly, exact))
          .as("possible after %s", made)
          .isEqualTo(possible(abstractly, situation));
      List<Step> possible = possible(exactly, exact);
      Step step = possible.get(random.nextInt(possible.size()));
      made.add(step);
      exact = after(exactly, exact, step);
      situation = after(abstractly, situation, step);
    }
    assertThat(steps).isEqualTo(abstractly.steps());
  }

  private static List<Step> possible(Space space, char[] state) {
    char[] next = new char[state.length];
    return space.steps().stream()
        .filter(step -> space.apply(state, step, next) != Space.Verdict.IMPOSSIBLE)
        .toList();
  }

  private static char[] after(Space space, char[] state, Step step) {
    char[] next = new char[state.length];
    assertThat(space.apply(state, step, next)).isEqualTo(Space.Verdict.DONE);
    return next;
  }

  private static List<Object> withoutDetails(ModelWorld world, Space space, char[] state) {
    Abstraction situations = Abstraction.SITUATIONS;
    Layout layout = space.layout();
    List<Object> values = new ArrayList<>();
    for (int order = 0; order < layout.orders(); order++) {
      OrderSide side = space.rulings(order).side(state[layout.side(order)]);
      values.add(situations.of(side, world));
      values.add(state[layout.ledger(order)]);
    }
    for (int branch = 0; branch < layout.branches(); branch++) {
      values.add(situations.of(space.moves(branch).site(state[layout.site(branch)])));
      for (int topic = 0; topic < layout.topics(); topic++) {
        values.add(commands(space, state[layout.commands(branch, topic)]));
        values.add(commands(space, state[layout.commandCopies(branch, topic)]));
      }
      for (int order = 0; order < layout.orders(); order++) {
        values.add(events(space, state[layout.events(branch, order)]));
        values.add(events(space, state[layout.eventCopies(branch, order)]));
      }
    }
    values.add(state[layout.budget()]);
    return values;
  }

  private static List<Site.Command> commands(Space space, int queue) {
    return space.commands().content(queue).stream()
        .map(c -> new Site.Command(c.order(), Abstraction.SITUATIONS.of(c.command())))
        .toList();
  }

  private static List<BranchEvent> events(Space space, int queue) {
    return space.events().content(queue).stream().map(Abstraction.SITUATIONS::of).toList();
  }
}
