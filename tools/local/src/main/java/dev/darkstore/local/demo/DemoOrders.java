package dev.darkstore.local.demo;

import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.events.OrderRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * All orders with their observed events. Written by the threads that send and read, read by the
 * thread that prints; every access holds this object's monitor.
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

  /** Numbers of orders sent, placed, rejected, and completed. */
  record Counts(int sent, int placed, int rejected, int quiet) {
    /** Returns the number of orders without an outcome. */
    int open() {
      return sent - placed - rejected;
    }
  }

  /** Notes an order that is about to be sent. */
  synchronized void sending(OrderRequest order) {
    orders.put(order.getOrderId(), new OrderHistory(order, System.nanoTime()));
    notifyAll();
  }

  /** Notes that all orders were sent. */
  synchronized void sentAll() {
    complete = true;
    notifyAll();
  }

  /** Notes an event of an order. */
  synchronized void seen(String orderId, SeenEvent event) {
    OrderHistory history = orders.get(orderId);
    if (history == null) {
      throw new IllegalStateException("an event of order " + orderId + ", which was not placed");
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

  /** Notes a supply record, which must be answered. */
  synchronized void seenUpdate() {
    updates++;
    notifyAll();
  }

  /** Notes a reply to a supply record. */
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

  /** Notes the failure of a worker thread. */
  synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }

  /** Requests the end of the demo: all waiting ends. */
  synchronized void requestStop() {
    stopRequested = true;
    notifyAll();
  }

  /** Returns the current numbers. */
  synchronized Counts counts() {
    return new Counts(orders.size(), placed, rejected, quiet);
  }

  /** Returns every order, in the sequence of sending; to be called when all are completed. */
  synchronized List<OrderHistory> histories() {
    return List.copyOf(orders.values());
  }

  /** Waits until this number of orders was sent. */
  synchronized void awaitSent(int count) throws InterruptedException {
    check();
    while (orders.size() < count) {
      wait();
      check();
    }
  }

  /**
   * Waits until at least one order has its outcome, or the timeout expires.
   *
   * @return true if one has
   */
  synchronized boolean awaitOutcome(Duration timeout) throws InterruptedException {
    return await(() -> placed + rejected > 0, timeout);
  }

  /**
   * Waits until every order was sent and completed and every supply record is answered, or the
   * timeout expires.
   *
   * @return true if nothing is open
   */
  synchronized boolean awaitQuiet(Duration timeout) throws InterruptedException {
    return await(() -> complete && quiet == orders.size() && answers == updates, timeout);
  }

  /** Waits for this time, unless the demo is to end. */
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
   * @throws IllegalStateException if a worker thread failed
   */
  synchronized void check() {
    if (failure != null) {
      throw new IllegalStateException("the demo failed: " + failure.getMessage(), failure);
    }
    if (stopRequested) {
      throw new StoppedException();
    }
  }
}
