package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.console.view.Projection;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of the topics into a projection: supply from its beginning, so that stores and agents are
 * known, other topics from the beginning of the window. Restarts after a failure.
 */
final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Topic[] SUPPLY = {Topic.STOCK_EVENTS, Topic.AGENT_EVENTS};

  /**
   * Maximum number of past supply records; if there are more, only those of the window are read.
   */
  private static final long SUPPLY_RECORDS_MAX = 2_000_000;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int BATCH = 500;
  private static final int RETRY_SECONDS = 2;
  private static final int CLOSE_MILLIS_MAX = 5_000;

  private final Cluster cluster;
  private final long windowMillis;
  private final Thread thread = new Thread(this::run, "console-follower");
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Projection projection;
  private volatile State state = State.READING;
  private volatile long sinceMillis;
  private volatile boolean isWhole;
  private final AtomicLong recordsRead = new AtomicLong();
  private volatile LogReader reader;

  /** State of the reader. */
  private enum State {
    /** Past events are being read. */
    READING,
    /** New events are read as they are written. */
    LIVE,
    /** The topics cannot be read. */
    LOST
  }

  Follower(Cluster cluster, Duration window) {
    this.cluster = cluster;
    this.windowMillis = window.toMillis();
    this.projection = new Projection(false);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Returns the projection of all records read so far; a new one after a failure. */
  Projection projection() {
    return projection;
  }

  ObjectNode status() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("state", state.name())
        .put("since", sinceMillis)
        .put("isWhole", isWhole)
        .put("records", recordsRead.get());
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        follow();
      } catch (WakeupException | InterruptException e) {
        return; // Closing.
      } catch (KafkaException | UnusableException e) {
        log.warn("reading the topics failed and restarts: {}", Cluster.rootMessage(e));
        state = State.LOST;
        if (!isClosingWithin(RETRY_SECONDS)) {
          continue;
        }
        return;
      }
    }
  }

  private void follow() {
    long fromMillis = System.currentTimeMillis() - windowMillis;
    try (LogReader opened = new LogReader(cluster, "darkstore-console")) {
      reader = opened;
      opened.assignAll();
      isWhole = opened.isWholeSince(fromMillis);
      Projection next = new Projection(isWhole);
      projection = next;
      sinceMillis = isWhole ? 0 : fromMillis;
      recordsRead.set(0);
      state = State.READING;
      Batch batch = new Batch(next);
      if (!isWhole) {
        opened.assign(SUPPLY);
        if (opened.size() <= SUPPLY_RECORDS_MAX) {
          opened.readToEnd(batch::add);
          batch.flush();
        }
        opened.assignAll();
        opened.seekToTime(fromMillis);
      }
      opened.readToEnd(batch::add);
      batch.flush();
      state = State.LIVE;
      while (closing.getCount() > 0) {
        opened.follow(POLL).forEach(batch::add);
        batch.flush();
      }
    }
  }

  private boolean isClosingWithin(int seconds) {
    try {
      return closing.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    LogReader open = reader;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Buffer of records on their way into a projection. */
  private final class Batch {
    private final Projection target;
    private final List<LogEntry> entries = new ArrayList<>(BATCH);

    Batch(Projection target) {
      this.target = target;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      entries.add(LogEntry.of(record));
      if (entries.size() >= BATCH) {
        flush();
      }
    }

    void flush() {
      if (!entries.isEmpty()) {
        target.accept(entries, System.currentTimeMillis());
        recordsRead.addAndGet(entries.size());
        entries.clear();
      }
    }
  }
}
