package dev.darkstore.console;

import dev.darkstore.console.view.Projection;
import dev.darkstore.http.Routes;
import io.javalin.http.sse.SseClient;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * HTTP resource {@code /api/stream}: the complete state, followed by changes, as server-sent events
 * named after the sections; with {@code ?order=} also that order's life. Each reader has its own
 * thread, which writes at the reader's speed: without a queue a slow reader uses no memory and
 * delays no other, and a stalled one is disconnected by the port's idle timeout.
 */
final class StreamRoutes implements Routes, AutoCloseable {
  private static final int READERS_MAX = 16;
  private static final long BATCH_PAUSE_MILLIS = 200;
  private static final long CLOSE_MILLIS_MAX = 1_000;
  private static final long SILENCE_MILLIS_MAX = 4_000;

  private final Bulletin bulletin;
  private final Supplier<Projection> projection;
  private final AtomicInteger readers = new AtomicInteger();
  private volatile boolean isClosing;

  StreamRoutes(Bulletin bulletin, Supplier<Projection> projection) {
    this.bulletin = bulletin;
    this.projection = projection;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.sse("/api/stream", this::open);
  }

  private void open(SseClient client) {
    if (readers.incrementAndGet() > READERS_MAX) {
      readers.decrementAndGet();
      client.sendEvent("refused", "{\"error\":\"too many pages are connected\"}");
      client.close();
      return;
    }
    client.keepAlive();
    String orderId = client.ctx().queryParam("order");
    Thread writer = new Thread(() -> write(client, orderId), "console-stream");
    writer.setDaemon(true);
    writer.start();
  }

  private void write(SseClient client, String orderId) {
    try {
      long seen = 0;
      long orderVersion = Long.MIN_VALUE;
      long sentNanos = System.nanoTime();
      while (!isClosing && !client.terminated()) {
        List<Bulletin.Notice> news = bulletin.after(seen, BATCH_PAUSE_MILLIS);
        for (Bulletin.Notice notice : news) {
          send(client, notice.section(), notice.json());
          seen = Math.max(seen, notice.version());
        }
        long version = orderId == null ? orderVersion : projection.get().version(orderId);
        if (version != orderVersion) {
          orderVersion = version;
          send(
              client,
              "order",
              projection.get().order(orderId).map(Object::toString).orElse("{\"unknown\":true}"));
        } else if (news.isEmpty()) {
          if (System.nanoTime() - sentNanos > SILENCE_MILLIS_MAX * 1_000_000) {
            client.sendComment("still here");
          } else {
            continue;
          }
        }
        sentNanos = System.nanoTime();
        Thread.sleep(BATCH_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
      readers.decrementAndGet();
    }
  }

  private static void send(SseClient client, String section, String json) {
    if (!client.terminated()) {
      client.sendEvent(section, json);
    }
  }

  /** Ends the readers' threads; to be called before the port is closed. */
  @Override
  public void close() {
    isClosing = true;
    long untilNanos = System.nanoTime() + CLOSE_MILLIS_MAX * 1_000_000;
    try {
      while (readers.get() > 0 && System.nanoTime() < untilNanos) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
