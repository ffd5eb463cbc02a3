package dev.darkstore.audit;

import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.DeadLetterReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Many concurrent orders, processed correctly: each follows one of the possible sequences, and a
 * seed selects the sequence and the next step.
 */
final class RandomWorld {
  final HonestLog world;
  private final Random random;
  private final int atOnceMax;
  private final List<String> skus;
  private final Deque<String> freeAgents = new ArrayDeque<>();
  private final List<Story> open = new ArrayList<>();
  private int orders;
  private int agents;

  /** Step of an order. */
  private interface Step {
    void take(Story story);
  }

  /** Remaining steps of one order. */
  private final class Story {
    final String orderId = "order-" + orders++;
    final String sku = skus.get(random.nextInt(skus.size()));
    final int quantity = 1 + random.nextInt(3);
    final Deque<Step> steps = new ArrayDeque<>();
    String agent;

    Story then(Step... next) {
      steps.addAll(List.of(next));
      return this;
    }
  }

  RandomWorld(HonestLog world, long seed, int skuCount, int atOnceMax) {
    this.atOnceMax = atOnceMax;
    this.world = world;
    this.random = new Random(seed);
    this.skus = new ArrayList<>();
    for (int i = 0; i < skuCount; i++) {
      skus.add("sku-" + i);
      world.receive("sku-" + i, 1_000);
    }
  }

  /** Runs this number of orders to completion. */
  RandomWorld run(int count) {
    for (int begun = 0; begun < count || !open.isEmpty(); ) {
      world.after(random.nextInt(3));
      if (begun < count && open.size() < atOnceMax) {
        open.add(story());
        begun++;
      }
      int chosen = random.nextInt(open.size());
      Story story = open.get(chosen);
      story.steps.removeFirst().take(story);
      if (story.steps.isEmpty()) {
        open.set(chosen, open.get(open.size() - 1));
        open.remove(open.size() - 1);
        world.forget(story.orderId);
      }
    }
    return this;
  }

  private Story story() {
    Story story = new Story().then(this::place, s -> world.received(s.orderId));
    return switch (random.nextInt(12)) {
      case 0 -> story.then(this::takeAgent, this::refuseGoods, this::rejectAndFreeAgent);
      case 1 -> story.then(this::takeGoods, this::refuseAgent, this::rejectAndFreeGoods);
      case 2 -> story.then(this::takeAgent, this::takeGoods, this::cancel, this::releaseBoth);
      case 3 ->
          story.then(this::takeGoodsBriefly, this::takeAgent, this::runOut, this::releaseBoth);
      case 4 ->
          story.then(
              this::takeGoods,
              this::takeAgent,
              s -> world.assign(STORE, s.orderId),
              s -> world.rejected(s.orderId, Reason.COMMIT_TIMED_OUT),
              s -> world.assign(DELIVERY, s.orderId),
              this::releaseBoth);
      case 5 -> story.then(this::takeGoods, this::takeAgent, this::replaceAgent).then(placed());
      case 6 -> story.then(this::takeGoods, this::writeOff, this::takeAgent, this::releaseBoth);
      case 7 -> story.then(this::takeGoods, this::takeAgent, this::supply).then(placed());
      default -> story.then(this::takeGoods, this::takeAgent).then(placed());
    };
  }

  private Step[] placed() {
    return new Step[] {
      s -> world.command(STORE, s.orderId),
      s -> world.assign(STORE, s.orderId),
      s -> world.assign(DELIVERY, s.orderId),
      s -> {
        world.placed(s.orderId);
        world.pick(s.orderId);
        world.deliver(s.orderId);
      },
      s -> {
        world.complete(s.agent, s.orderId);
        freeAgents.add(s.agent);
      }
    };
  }

  private void place(Story story) {
    if (world.unit(story.sku).available < 100) {
      world.receive(story.sku, 1_000);
    }
    world.place(story.orderId, story.sku, story.quantity);
  }

  private void takeGoods(Story story) {
    world.reserveGoods(story.orderId);
  }

  private void takeGoodsBriefly(Story story) {
    world.reserveGoods(story.orderId, 20);
  }

  private void takeAgent(Story story) {
    story.agent = freeAgent();
    world.reserveAgent(story.orderId, story.agent);
  }

  private String freeAgent() {
    if (freeAgents.isEmpty()) {
      String agent = "agent-" + agents++;
      world.online(agent);
      return agent;
    }
    return freeAgents.removeFirst();
  }

  private void refuseGoods(Story story) {
    world.refuse(STORE, story.orderId, Reason.OUT_OF_STOCK);
  }

  private void refuseAgent(Story story) {
    world.refuse(DELIVERY, story.orderId, Reason.NO_AGENT_AVAILABLE);
  }

  private void rejectAndFreeAgent(Story story) {
    world.rejected(story.orderId, Reason.OUT_OF_STOCK);
    world.release(DELIVERY, story.orderId);
    freeAgents.add(story.agent);
  }

  private void rejectAndFreeGoods(Story story) {
    world.rejected(story.orderId, Reason.NO_AGENT_AVAILABLE);
    world.release(STORE, story.orderId);
  }

  private void cancel(Story story) {
    world.cancel(story.orderId);
    world.rejected(story.orderId, Reason.CANCELLED);
  }

  private void releaseBoth(Story story) {
    world.release(STORE, story.orderId);
    world.release(DELIVERY, story.orderId);
    freeAgents.add(story.agent);
  }

  private void runOut(Story story) {
    long dueMillis = world.order(story.orderId).goodsUntilMillis;
    world.after(Math.max(0, dueMillis - world.nowMillis()));
    world.expire(STORE, story.orderId, Reason.RESERVATION_EXPIRED);
    world.rejected(story.orderId, Reason.RESERVATION_EXPIRED);
  }

  private void replaceAgent(Story story) {
    String gone = story.agent;
    world.offline(gone);
    story.agent = freeAgent();
    world.reserveAgent(story.orderId, story.agent);
    world.online(gone);
    freeAgents.add(gone);
  }

  private void writeOff(Story story) {
    world.expire(STORE, story.orderId, Reason.GOODS_WRITTEN_OFF);
    world.writeOff(story.sku, (int) world.unit(story.sku).available);
    world.receive(story.sku, 1_000);
    world.rejected(story.orderId, Reason.GOODS_WRITTEN_OFF);
  }

  private void supply(Story story) {
    String id = "u-" + story.orderId;
    world.receive(story.sku, 5, id);
    world.receiveAgain(story.sku, 5, id);
    AuditRecord first = world.writeOffRefused(story.sku, 1_000_000, null);
    world.deadLetter(first, DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK);
    world.writeOff(story.sku, 1);
    AuditRecord second = world.writeOffRefused(story.sku, 1, null);
    world.deadLetter(second, DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK);
    world.receive(story.sku, 1);
  }
}
