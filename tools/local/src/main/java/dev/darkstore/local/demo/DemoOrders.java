package dev.darkstore.local.demo;

import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.events.OrderRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * All orders and what was seen of them. Written by the threads that send and read, read by the one
 * that shows; every access holds this object's monitor.
 */
final class DemoOrders {
  private final Map<String, OrderHistory> orders = new LinkedHashMap<>();
  private boolean complete;
  private int placed;
  private int rejected;
  private int quiet;
  private int updates;
  private int answers;
  private boolean stopRequested;
  private Throwable failure;

  /** How many orders were sent, placed, rejected, and are at rest. */
  record Counts(int sent, int placed, int rejected, int quiet) {
    /** How many have no outcome yet. */
    int open() {
      return sent - placed - rejected;
    }
  }

  /** An order is about to be sent. */
  synchronized void sending(OrderRequest order) {
    orders.put(order.getOrderId(), new OrderHistory(order, System.nanoTime()));
    notifyAll();
  }

  /** All orders were sent. */
  synchronized void sentAll() {
    complete = true;
    notifyAll();
  }

  /** Something was seen of an order. */
  synchronized void seen(String orderId, SeenEvent event) {
    OrderHistory history = orders.get(orderId);
    if (history == null) {
      throw new IllegalStateException("an event of order " + orderId + ", which nobody placed");
    }
    boolean hadOutcome = history.outcome().isPresent();
    boolean wasQuiet = history.isQuiet();
    history.add(event);
    if (!hadOutcome && history.outcome().isPresent()) {
      noteOutcome(history);
    }
    if (wasQuiet != history.isQuiet()) {
      quiet += wasQuiet ? -1 : 1;
    }
    notifyAll();
  }

  /** Notes a record of supply, which is to be answered. */
  synchronized void seenUpdate() {
    updates++;
    notifyAll();
  }

  /** Notes an answer to a record of supply. */
  synchronized void seenAnswer() {
    answers++;
    notifyAll();
  }

  private void noteOutcome(OrderHistory history) {
    if (history.isPlaced()) {
      placed++;
    } else {
      rejected++;
    }
  }

  /** Somebody who works on this cannot go on. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }

  /** Somebody wants the demo to end: all waiting ends. */
  synchronized void requestStop() {
    stopRequested = true;
    notifyAll();
  }

  /** How things stand. */
  synchronized Counts counts() {
    return new Counts(orders.size(), placed, rejected, quiet);
  }

  /** Every order, in the order of sending; to be called when everything has come to rest. */
  synchronized List<OrderHistory> histories() {
    return List.copyOf(orders.values());
  }

  /** Waits until so many orders were sent. */
  synchronized void awaitSent(int count) throws InterruptedException {
    check();
    while (orders.size() < count) {
      wait();
      check();
    }
  }

  /**
   * Waits until at least one order has its outcome, but no longer than the timeout.
   *
   * @return whether one has
   */
  synchronized boolean awaitOutcome(Duration timeout) throws InterruptedException {
    return await(() -> placed + rejected > 0, timeout);
  }

  /**
   * Waits until every order was sent and is at rest and every record of supply is answered, but no
   * longer than the timeout.
   *
   * @return true if nothing more is to come
   */
  synchronized boolean awaitQuiet(Duration timeout) throws InterruptedException {
    return await(() -> complete && quiet == orders.size() && answers == updates, timeout);
  }

  /** Waits for that long, unless the demo is to end. */
  synchronized void pause(Duration duration) throws InterruptedException {
    await(() -> false, duration);
  }

  private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long endNanos = System.nanoTime() + timeout.toNanos();
    check();
    while (!condition.getAsBoolean()) {
      long leftNanos = endNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return false;
      }
      wait(1 + leftNanos / 1_000_000);
      check();
    }
    return true;
  }

  /**
   * Throws if the demo is to end.
   *
   * @throws StoppedException if a stop was requested
   * @throws IllegalStateException if a thread that works on it failed
   */
  synchronized void check() {
    if (failure != null) {
      throw new IllegalStateException("the demo cannot go on: " + failure.getMessage(), failure);
    }
    if (stopRequested) {
      throw new StoppedException();
    }
  }
}
