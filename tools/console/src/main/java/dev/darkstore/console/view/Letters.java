package dev.darkstore.console.view;

import dev.darkstore.client.log.EventText;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Recent dead letters, with the marks of those that were sent again. */
final class Letters {
  static final int KEPT_MAX = 30;

  private final List<Letter> latest = new ArrayList<>();
  private long count;

  /**
   * Dead letter for display.
   *
   * @param orderId order that it concerns; empty if it concerns none
   * @param resentAs position of the resent record; empty if it was not sent again
   */
  record Letter(
      int partition,
      long offset,
      long atMillis,
      String reason,
      String detail,
      String source,
      String orderId,
      String resentAs) {
    boolean isMarkedBy(ResendMark mark) {
      return partition == mark.letterPartition() && offset == mark.letterOffset();
    }

    Letter resent(ResendMark mark) {
      return new Letter(
          partition,
          offset,
          atMillis,
          reason,
          detail,
          source,
          orderId,
          Text.bounded(EventText.target(mark), 100));
    }
  }

  void accept(LogEntry entry) {
    if (entry.body() instanceof ResendMark mark) {
      latest.replaceAll(letter -> letter.isMarkedBy(mark) ? letter.resent(mark) : letter);
      return;
    }
    if (!(entry.body() instanceof DeadLetterHeaders headers)) {
      return; // A record without a service's headers.
    }
    count++;
    latest.add(
        0,
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
            entry.orderId().map(OrderLife::key).orElse(""),
            ""));
    if (latest.size() > KEPT_MAX) {
      latest.remove(KEPT_MAX);
    }
  }

  /** Returns the letters, newest first. */
  List<Letter> latest() {
    return Collections.unmodifiableList(latest);
  }

  long count() {
    return count;
  }
}
