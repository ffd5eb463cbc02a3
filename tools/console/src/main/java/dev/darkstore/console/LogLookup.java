package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.letters.DeadLetterBox;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.Trace;
import dev.darkstore.console.view.Projection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lookup in the log of orders that are no longer in memory and of dead letters, with limits on
 * concurrency and time.
 */
final class LogLookup implements AutoCloseable {
  private static final int READERS = 2;
  private static final int WAITING_MAX = 4;
  private static final int READ_SECONDS_MAX = 20;

  private final Cluster cluster;
  private final ThreadPoolExecutor readers;

  LogLookup(Cluster cluster) {
    this.cluster = cluster;
    readers =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            READ_SECONDS_MAX,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            task -> {
              Thread thread = new Thread(task, "console-lookup");
              thread.setDaemon(true);
              return thread;
            });
    readers.allowCoreThreadTimeOut(true);
  }

  /** Lookup by id, with a message for people if the log cannot be read, or not in time. */
  @FunctionalInterface
  interface Lookup<T> {
    Optional<T> find(String id) throws UnreadException, InterruptedException;
  }

  /** Failure to read the log completely. */
  static final class UnreadException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Returns the order's life, if the log contains it. */
  Optional<ObjectNode> order(String orderId) throws UnreadException, InterruptedException {
    List<LogEntry> entries = read(() -> Trace.of(orderId, cluster), "trace " + orderId);
    return entries.isEmpty() ? Optional.empty() : Optional.of(Projection.order(orderId, entries));
  }

  /** Returns the dead letter, if the log contains it. */
  Optional<Letter> letter(String letterId) throws UnreadException, InterruptedException {
    return read(() -> DeadLetterBox.find(cluster, letterId), "dead-letters show " + letterId);
  }

  private <T> T read(Callable<T> task, String subcommand)
      throws UnreadException, InterruptedException {
    Future<T> reading;
    try {
      reading = readers.submit(task);
    } catch (RejectedExecutionException e) {
      throw new UnreadException("too many lookups in the log are in progress; try again", e);
    }
    try {
      return reading.get(READ_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new UnreadException(
          "the log is too long to be read within %d s; './darkstore %s' has no time limit"
              .formatted(READ_SECONDS_MAX, subcommand),
          e);
    } catch (ExecutionException e) {
      throw new UnreadException("the log cannot be read: " + Cluster.rootMessage(e), e);
    } finally {
      reading.cancel(true);
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
