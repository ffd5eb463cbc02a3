package dev.darkstore.local.demo;

import dev.darkstore.local.LocalCluster;
import dev.darkstore.services.ServiceKind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Outage of a service: stops it after a third of the orders and restarts it a few seconds later.
 */
final class Outage implements AutoCloseable {
  static final int SECONDS = 5;

  private final ServiceKind service;
  private final LocalCluster cluster;
  private final DemoOrders ledger;
  private final DemoProgress progress;
  private final int afterOrders;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "demo-outage");

  Outage(
      ServiceKind service,
      int afterOrders,
      LocalCluster cluster,
      DemoOrders ledger,
      DemoProgress progress) {
    this.service = service;
    this.afterOrders = afterOrders;
    this.cluster = cluster;
    this.ledger = ledger;
    this.progress = progress;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      ledger.awaitSent(afterOrders);
      cluster.stop(service);
      progress.event("the %s service is stopped, for %d s".formatted(service, SECONDS));
      if (!closing.await(SECONDS, TimeUnit.SECONDS)) {
        cluster.start(service);
        progress.event("the %s service is back".formatted(service));
      }
    } catch (StoppedException e) {
      progress.event("the demo ends before the %s service was stopped".formatted(service));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ledger.fail(e);
    }
  }

  /** Ends the outage, in any phase. */
  @Override
  public void close() {
    closing.countDown();
    Threads.join(thread);
  }
}
