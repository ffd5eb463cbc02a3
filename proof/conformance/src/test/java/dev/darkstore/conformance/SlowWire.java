package dev.darkstore.conformance;

import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.Incoming;
import dev.darkstore.conformance.wire.Outgoing;
import dev.darkstore.conformance.wire.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Connection that delivers requests and replies late, in their sequence. */
final class SlowWire implements Wire {
  private static final Duration STEP = Duration.ofMillis(10);

  private final Wire fast;
  private final long requestMillis;
  private final long replyMillis;
  private final Deque<Delayed<Outgoing>> requests = new ArrayDeque<>();
  private final Deque<Delayed<Incoming>> replies = new ArrayDeque<>();

  /** Record with the time of its delivery. */
  private record Delayed<T>(long atMillis, T record) {}

  SlowWire(Wire fast, long requestMillis, long replyMillis) {
    this.fast = fast;
    this.requestMillis = requestMillis;
    this.replyMillis = replyMillis;
  }

  @Override
  public Supplier<String> send(Outgoing record) {
    requests.add(new Delayed<>(nowMillis() + requestMillis, record));
    return record::topic;
  }

  @Override
  public List<Incoming> poll(Duration atMost) {
    while (isDue(requests.peek())) {
      var unused = fast.send(requests.remove().record());
    }
    Duration step = atMost.compareTo(STEP) < 0 ? atMost : STEP;
    fast.poll(step).forEach(each -> replies.add(new Delayed<>(nowMillis() + replyMillis, each)));
    List<Incoming> due = new ArrayList<>();
    while (isDue(replies.peek())) {
      due.add(replies.remove().record());
    }
    return due;
  }

  private boolean isDue(Delayed<?> delayed) {
    return delayed != null && delayed.atMillis() <= nowMillis();
  }

  @Override
  public BranchTopics topics() {
    return fast.topics();
  }

  @Override
  public int partitions(String topic) {
    return fast.partitions(topic);
  }

  @Override
  public long nowMillis() {
    return fast.nowMillis();
  }

  @Override
  public void close() {
    fast.close();
  }
}
