package dev.darkstore.conformance.scenario;

import dev.darkstore.conformance.report.Finding;
import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.report.ScenarioResult;
import dev.darkstore.conformance.resource.Claim;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.Outgoing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Run of one scenario, in a separate thread. The threads of a run take turns: one runs until it
 * waits, then the {@link Director} reads replies or lets time pass. So a scenario reads as a
 * sequence of steps, and all of them wait for their timers together.
 */
final class Play {
  private static final long EVER = Long.MAX_VALUE / 2;
  private static final int ATTEMPTS_MAX = 5;

  private final Scenario scenario;
  private final Director director;
  private final List<BranchOrder> orders = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Rule> judged = EnumSet.noneOf(Rule.class);
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore pause = new Semaphore(0);
  private Optional<String> skipped = Optional.empty();
  private Optional<Scarce> taken = Optional.empty();
  private BooleanSupplier condition = () -> true;
  private long deadlineMillis;
  private boolean isEnded;
  private boolean isAbandoned;
  private boolean waitsForRestart;
  private RuntimeException failure;
  private long beginMillis;
  private long endMillis;

  /** End of a thread whose run was given up. */
  private static final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Play(Scenario scenario, Director director) {
    this.scenario = scenario;
    this.director = director;
  }

  // For the director, in its thread.

  void begin() {
    Thread thread = new Thread(this::run, "scenario " + scenario.name());
    thread.setDaemon(true);
    beginMillis = director.nowMillis();
    thread.start();
    resume();
  }

  /** Lets the scenario run until it waits or ends. */
  void resume() {
    turn.release();
    pause.acquireUninterruptibly();
    if (failure != null) {
      throw failure;
    }
  }

  boolean isEnded() {
    return isEnded;
  }

  boolean isReady() {
    return condition.getAsBoolean() || director.nowMillis() >= deadlineMillis;
  }

  long deadlineMillis() {
    return deadlineMillis;
  }

  boolean waitsForRestart() {
    return waitsForRestart;
  }

  void restarted() {
    waitsForRestart = false;
    orders.forEach(BranchOrder::restarted);
  }

  /** Ends the thread of a scenario that waits. */
  void abandon() {
    if (!isEnded) {
      isAbandoned = true;
      turn.release();
    }
  }

  List<BranchOrder> orders() {
    return orders;
  }

  ScenarioResult result() {
    return new ScenarioResult(
        scenario.name(), skipped, Math.max(0, endMillis - beginMillis), findings);
  }

  void skip(String reason) {
    skipped = Optional.of(reason);
    isEnded = true;
  }

  // In the thread of the scenario.

  private void run() {
    turn.acquireUninterruptibly();
    try {
      play();
      cleanUp();
    } catch (AbandonedException e) {
      return;
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      endMillis = director.nowMillis();
      isEnded = true;
      pause.release();
    }
  }

  private void play() {
    try {
      scenario.script().play(this);
    } catch (ScenarioFailedException e) {
      // The finding is recorded.
    } catch (ScenarioSkippedException e) {
      skipped = Optional.of(e.getMessage());
    }
  }

  /** Releases everything, so that the resources are free for further scenarios. */
  private void cleanUp() {
    List<BranchOrder> open = orders.stream().filter(order -> !order.isSettled()).toList();
    open.forEach(BranchOrder::sendRelease);
    await(() -> open.stream().allMatch(Afterwards::isReleased), options().patienceMillis());
    taken.ifPresent(findings.isEmpty() ? director::giveBack : director::exclude);
  }

  ConformanceOptions options() {
    return director.options();
  }

  BranchTopics topics() {
    return director.topics();
  }

  int partitions(String topic) {
    return director.partitions(topic);
  }

  long nowMillis() {
    return director.nowMillis();
  }

  Supplier<String> send(Outgoing record) {
    return director.send(record);
  }

  /** Returns the ample claim. */
  Claim ample() {
    return director.resources().ample();
  }

  /** Returns the claim that is always refused. */
  Claim impossible() {
    return director.resources().impossible().orElseThrow();
  }

  /** Waits for a scarce resource, which no other scenario uses until this one has ended. */
  Scarce scarce() {
    boolean withExcess = scenario.needs().contains(Need.EXCESS);
    await(() -> director.mayTake(withExcess), EVER - nowMillis());
    Scarce scarce =
        director
            .take(withExcess)
            .orElseThrow(
                () ->
                    new ScenarioSkippedException(
                        "an earlier finding leaves the scarce resource in doubt"));
    taken = Optional.of(scarce);
    return scarce;
  }

  /** Returns the branch of a new order. */
  BranchOrder order(Claim claim) {
    return order(director.newOrderId(), 1, claim);
  }

  /** Returns the branch of a transaction. */
  BranchOrder order(String orderId, long transactionId, Claim claim) {
    BranchOrder order = new BranchOrder(this, orderId, transactionId, claim);
    orders.add(order);
    director.add(order);
    return order;
  }

  /** Waits until the condition holds, but no longer than this. */
  void await(BooleanSupplier until, long millis) {
    condition = until;
    deadlineMillis = Math.min(EVER, nowMillis() + Math.max(0, millis));
    if (isReady()) {
      return;
    }
    pause.release();
    turn.acquireUninterruptibly();
    if (isAbandoned) {
      throw new AbandonedException();
    }
  }

  /** Waits until this time. */
  void until(long atMillis) {
    await(() -> false, atMillis - nowMillis());
  }

  /** Waits for this time. */
  void pause(long millis) {
    until(nowMillis() + millis);
  }

  /** Waits until the participant was restarted, with all other scenarios that wait for it. */
  void restart() {
    waitsForRestart = true;
    await(() -> !waitsForRestart, EVER - nowMillis());
  }

  /** Records a finding and ends the scenario, unless the condition holds. */
  void require(boolean holds, Rule rule, BranchOrder order, String sentence) {
    if (!holds) {
      find(rule, order, sentence);
      throw new ScenarioFailedException();
    }
  }

  /** Records a finding. */
  void find(Rule rule, BranchOrder order, String sentence) {
    findings.add(new Finding(rule, order.orderId(), sentence, order.exchanges()));
  }

  /** Records a finding about a reply, the first one of each rule only. */
  void judge(boolean holds, Rule rule, BranchOrder order, String sentence) {
    if (!holds && judged.add(rule)) {
      find(rule, order, sentence);
    }
  }

  /** Returns an order with a short hold that was assigned within it. */
  BranchOrder assigned(Claim claim) {
    return conclusive(
        () -> {
          BranchOrder order = order(claim);
          order.reserve(Rule.RESERVE, options().holdMillis());
          if (order.commitInTime()) {
            return Optional.of(order);
          }
          order.release(Rule.RELEASE_REPEATED);
          return Optional.empty();
        });
  }

  /** Repeats an attempt that fails if the participant replies more slowly than the hold ends. */
  <T> T conclusive(Supplier<Optional<T>> attempt) {
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      Optional<T> result = attempt.get();
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new ScenarioSkippedException(
        "replies take longer than the hold of %d ms".formatted(options().holdMillis()));
  }

  /**
   * Requires that exactly the capacity of a resource can be reserved, and releases it again.
   *
   * @param rule rule that is violated if less is free
   */
  void requireFree(Scarce scarce, Rule rule) {
    List<BranchOrder> takers = new ArrayList<>();
    for (int i = 0; i < scarce.capacity(); i++) {
      BranchOrder taker = order(scarce.claim());
      require(
          taker.tries(Rule.RESERVE, ConformanceOptions.LONG_HOLD_MILLIS),
          rule,
          taker,
          "only %d of %d units are free again".formatted(i, scarce.capacity()));
      takers.add(taker);
    }
    BranchOrder oneMore = order(scarce.claim());
    require(
        !oneMore.tries(Rule.RESERVE, ConformanceOptions.LONG_HOLD_MILLIS),
        Rule.CAPACITY,
        oneMore,
        "%d units are reserved, and %d exist".formatted(scarce.capacity() + 1, scarce.capacity()));
    takers.forEach(BranchOrder::givesBack);
  }

  /** Requires that nothing of a resource can be reserved. */
  void requireTaken(Scarce scarce, Rule rule) {
    BranchOrder other = order(scarce.claim());
    require(
        !other.tries(Rule.RESERVE, ConformanceOptions.LONG_HOLD_MILLIS),
        rule,
        other,
        "another order was given units that are held");
  }

  /** Reserves all of a resource but this many units, and returns the holders. */
  List<BranchOrder> fill(Scarce scarce, int left) {
    List<BranchOrder> holders = new ArrayList<>();
    for (int i = left; i < scarce.capacity(); i++) {
      BranchOrder holder = order(scarce.claim());
      holder.reserve(Rule.CAPACITY, ConformanceOptions.LONG_HOLD_MILLIS);
      holders.add(holder);
    }
    return holders;
  }

  /**
   * Waits until the participant has handled all releases sent so far for this branch key: a Release
   * of an unknown order behind them is answered.
   */
  void passReleases(Claim claim) {
    order(claim).release(Rule.RELEASE_REPEATED);
  }
}
