package dev.darkstore.console.view;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Text;
import java.util.ArrayDeque;
import java.util.Deque;

/** Recent dead letters. */
final class Letters {
  static final int KEPT_MAX = 30;

  private final Deque<Letter> latest = new ArrayDeque<>();
  private long count;

  /**
   * Dead letter for display.
   *
   * @param orderId order that it concerns; empty if it concerns none
   */
  record Letter(
      int partition,
      long offset,
      long atMillis,
      String reason,
      String detail,
      String source,
      String orderId) {}

  void accept(LogEntry entry) {
    if (!(entry.body() instanceof DeadLetterHeaders headers)) {
      return; // A resend mark, or a record without a service's headers.
    }
    count++;
    latest.addFirst(
        new Letter(
            entry.partition(),
            entry.offset(),
            entry.timestampMillis(),
            headers.reason().name(),
            Text.bounded(headers.detail(), 300),
            Text.bounded(
                "%s-%d@%d"
                    .formatted(
                        headers.sourceTopic(), headers.sourcePartition(), headers.sourceOffset()),
                100),
            entry.orderId().map(OrderLife::key).orElse("")));
    if (latest.size() > KEPT_MAX) {
      latest.removeLast();
    }
  }

  /** Returns the letters, newest first. */
  Deque<Letter> latest() {
    return latest;
  }

  long count() {
    return count;
  }
}
