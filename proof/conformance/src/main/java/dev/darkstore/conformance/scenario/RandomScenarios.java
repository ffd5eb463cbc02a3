package dev.darkstore.conformance.scenario;

import static dev.darkstore.conformance.scenario.ConformanceOptions.LONG_HOLD_MILLIS;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.BranchModel.Request;
import dev.darkstore.conformance.scenario.BranchModel.State;
import dev.darkstore.conformance.scenario.Scenario.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random sequences of requests, repeated and out of order, judged by a model of each branch. */
final class RandomScenarios {
  private static final int ORDERS = 16;
  private static final int ROUNDS = 12;
  private static final int BURST_MAX = 3;

  /** Bursts of one order go to one topic, because two topics are read in any order. */
  private static final List<List<Request>> KINDS =
      List.of(
          List.of(Request.RESERVE),
          List.of(Request.RESERVE, Request.COMMIT),
          List.of(Request.COMMIT),
          List.of(Request.RELEASE));

  private RandomScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("random sequences, enough for all", RandomScenarios::ample),
        Scenario.of("random sequences, too little for all", RandomScenarios::scarce, Need.SCARCE));
  }

  private static void ample(Play play) {
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      branches.add(new Branch(play.order(play.ample()), false));
    }
    run(play, branches, ORDERS);
  }

  private static void scarce(Play play) {
    Scarce scarce = play.scarce();
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      branches.add(new Branch(play.order(scarce.claim()), true));
    }
    run(play, branches, scarce.capacity());
    branches.forEach(branch -> branch.order.release(Rule.RELEASE_REPEATED));
    play.requireFree(scarce, Rule.CAPACITY);
  }

  private static void run(Play play, List<Branch> branches, int capacity) {
    Random random = new Random(play.options().seed());
    for (int round = 0; round < ROUNDS; round++) {
      for (Branch branch : branches) {
        List<Request> kind = KINDS.get(random.nextInt(KINDS.size()));
        int burst = 1 + random.nextInt(BURST_MAX);
        for (int i = 0; i < burst; i++) {
          branch.send(kind.get(random.nextInt(kind.size())));
        }
      }
      branches.forEach(branch -> branch.judge(play));
      long holding = branches.stream().filter(branch -> branch.model.isHolding()).count();
      play.require(
          holding <= capacity,
          Rule.CAPACITY,
          branches.get(0).order,
          "%d orders hold a unit, and %d units exist".formatted(holding, capacity));
    }
  }

  /** Branch with its model, and the requests that are not answered yet. */
  private static final class Branch {
    private final BranchOrder order;
    private final boolean mayRefuse;
    private final BranchModel model = new BranchModel();
    private final List<Request> open = new ArrayList<>();

    Branch(BranchOrder order, boolean mayRefuse) {
      this.order = order;
      this.mayRefuse = mayRefuse;
    }

    void send(Request request) {
      switch (request) {
        case RESERVE -> order.sendReserve(LONG_HOLD_MILLIS);
        case COMMIT -> order.sendCommit();
        case RELEASE -> order.sendRelease();
      }
      open.add(request);
    }

    void judge(Play play) {
      for (Request request : open) {
        State before = model.state();
        String name = request.name().toLowerCase(Locale.ROOT);
        Reply reply = order.next(rule(request, before), name);
        model
            .handle(request, reply.body(), mayRefuse)
            .ifPresent(
                expected ->
                    play.require(
                        false,
                        rule(request, before),
                        order,
                        "%s of a branch that is %s was answered with %s; %s is expected"
                            .formatted(
                                name,
                                before.name().toLowerCase(Locale.ROOT),
                                reply.name(),
                                expected)));
      }
      open.clear();
    }

    private static Rule rule(Request request, State before) {
      return switch (request) {
        case RESERVE ->
            switch (before) {
              case UNKNOWN -> Rule.RESERVE;
              case RESERVED, ASSIGNED -> Rule.RESERVE_REPEATED;
              case REFUSED -> Rule.REFUSAL;
              case RELEASED -> Rule.FENCE;
            };
        case COMMIT ->
            switch (before) {
              case RESERVED -> Rule.COMMIT;
              case ASSIGNED -> Rule.COMMIT_REPEATED;
              case UNKNOWN, REFUSED, RELEASED -> Rule.COMMIT_FAILED;
            };
        case RELEASE ->
            switch (before) {
              case RESERVED, ASSIGNED -> Rule.RELEASE;
              case UNKNOWN, REFUSED, RELEASED -> Rule.RELEASE_REPEATED;
            };
      };
    }
  }
}
