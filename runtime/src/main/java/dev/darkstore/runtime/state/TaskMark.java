package dev.darkstore.runtime.state;

import dev.darkstore.state.TaskState;
import dev.darkstore.state.TopicIdState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Mark of a task in its store of open entries: metadata about the task itself. It is written with
 * the first record that the task processes, in the Kafka transaction of that record, so it exists
 * if and only if something was ever committed.
 *
 * <p><b>Sentinel.</b> Committed offsets without the mark mean lost state; the mark without
 * committed offsets means lost offsets; another topic id means that the topic was deleted and
 * created again. Each would make the task repeat earlier decisions, so the task stops with a
 * message that lists the operator's options. Another partition count means that keys are on other
 * partitions than their state.
 *
 * <p><b>Epochs.</b> Closed entries are grouped in epochs. An epoch ends after the retention in
 * effect, measured as the time for which the task has run: no clock is compared over a restart. So
 * neither a changed retention nor a clock that jumps, however often, makes the task forget entries
 * early; while the task does not run, it closes nothing and forgets nothing.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class TaskMark {
  /** Key of the entry: no id contains the character. */
  public static final String KEY = "!";

  /** First epoch of a new task. */
  static final long FIRST_EPOCH = 1;

  private static final StateSerde<TaskState, TaskState> SERDE =
      new StateSerde<>(TaskState.class, Function.identity(), (key, state) -> state);

  private static final BiFunction<String, byte[], TaskState> DECODE = SERDE::decode;

  /** Running time that may be lost by a kill: it only makes an epoch longer. */
  private static final long RAN_STEP_MILLIS = 60_000;

  private static final long NEVER = Long.MIN_VALUE;

  /** Partition count in the marks of earlier versions. */
  private static final int UNKNOWN_COUNT = 0;

  private final KeyValueStore<String, byte[]> store;
  private final long retentionMillis;
  private final List<LongConsumer> atFirstUse = new ArrayList<>();
  private TaskState state;
  private boolean isChanged;
  private long seenMillis = NEVER;
  private long ranMillis;

  /** Creates the mark of a task that was {@link #verify verified}. */
  public TaskMark(KeyValueStore<String, byte[]> open, long retentionMillis) {
    this.store = open;
    this.retentionMillis = retentionMillis;
  }

  /**
   * Compares a restored state with the cluster.
   *
   * @throws StateMismatchException if they do not match
   */
  public static void verify(
      ReadOnlyKeyValueStore<String, byte[]> open, int partition, ClusterFacts facts) {
    byte[] entry = open.get(KEY);
    if (entry == null) {
      if (facts.hasOffsets(partition) && !facts.accepts(ClusterFacts.Mismatch.LOST_STATE)) {
        throw new StateMismatchException(ClusterFacts.Mismatch.LOST_STATE, partition, "");
      }
      return;
    }
    if (!facts.hasOffsets(partition) && !facts.accepts(ClusterFacts.Mismatch.LOST_OFFSETS)) {
      throw new StateMismatchException(ClusterFacts.Mismatch.LOST_OFFSETS, partition, "");
    }
    TaskState state = DECODE.apply(KEY, entry);
    Map<String, Integer> counts = facts.partitionCounts();
    for (TopicIdState topic : state.getTopicIds()) {
      int now = counts.getOrDefault(topic.getTopic(), topic.getPartitions());
      if (topic.getPartitions() != UNKNOWN_COUNT && topic.getPartitions() != now) {
        throw StateMismatchException.changedPartitions(
            topic.getTopic(), topic.getPartitions(), now);
      }
    }
    Map<String, String> known = topicIds(state);
    facts
        .topicIds()
        .forEach(
            (topic, id) -> {
              if (!known.getOrDefault(topic, id).equals(id)
                  && !facts.accepts(ClusterFacts.Mismatch.NEW_TOPICS)) {
                throw new StateMismatchException(
                    ClusterFacts.Mismatch.NEW_TOPICS, partition, topic);
              }
            });
  }

  /**
   * Writes the mark unless it exists and matches the cluster. To be called for the first record of
   * a task, before any decision about it.
   */
  public static void ensure(
      KeyValueStore<String, byte[]> open, ClusterFacts facts, long nowMillis) {
    byte[] entry = open.get(KEY);
    if (entry == null) {
      open.put(
          KEY,
          SERDE.encode(
              new TaskState(FIRST_EPOCH, nowMillis, -1L, topics(facts.topicIds(), facts), 0L)));
      return;
    }
    TaskState known = DECODE.apply(KEY, entry);
    Map<String, String> ids = topicIds(known);
    boolean isNewTopic =
        facts.topicIds().entrySet().stream()
            .anyMatch(t -> !ids.getOrDefault(t.getKey(), t.getValue()).equals(t.getValue()));
    boolean areCountsKnown =
        known.getTopicIds().stream().noneMatch(t -> t.getPartitions() == UNKNOWN_COUNT);
    if (ids.keySet().containsAll(facts.topicIds().keySet()) && !isNewTopic && areCountsKnown) {
      return;
    }
    ids.putAll(facts.topicIds());
    open.put(
        KEY,
        SERDE.encode(
            new TaskState(
                known.getEpoch(),
                known.getEpochBeganAt(),
                isNewTopic ? -1L : known.getSupplyPosition(),
                topics(ids, facts),
                known.getEpochRan())));
  }

  private static List<TopicIdState> topics(Map<String, String> ids, ClusterFacts facts) {
    Map<String, Integer> counts = facts.partitionCounts();
    return ids.entrySet().stream()
        .map(
            topic ->
                new TopicIdState(
                    topic.getKey(),
                    topic.getValue(),
                    counts.getOrDefault(topic.getKey(), UNKNOWN_COUNT)))
        .toList();
  }

  private static Map<String, String> topicIds(TaskState state) {
    Map<String, String> ids = new TreeMap<>();
    state.getTopicIds().forEach(topic -> ids.put(topic.getTopic(), topic.getId()));
    return ids;
  }

  /**
   * Returns the current epoch in a store that another thread writes; the first if there is none.
   */
  public static long epoch(ReadOnlyKeyValueStore<String, byte[]> open) {
    byte[] entry = open.get(KEY);
    return entry == null ? FIRST_EPOCH : DECODE.apply(KEY, entry).getEpoch();
  }

  /** Registers an action that receives the current epoch at the task's first record or timer. */
  void atFirstUse(LongConsumer action) {
    atFirstUse.add(action);
  }

  /** Returns the current epoch. */
  long epoch() {
    return state().getEpoch();
  }

  /**
   * Returns the epoch for an entry closed now: the next one if the task has run for the retention
   * in the current one.
   *
   * @param nowMillis time of the task's clock, which is steady while the process runs
   */
  long epochFor(long nowMillis) {
    TaskState now = state();
    ranMillis += seenMillis == NEVER ? 0 : Math.max(0, nowMillis - seenMillis);
    seenMillis = nowMillis;
    if (now.getEpochRan() + ranMillis >= retentionMillis) {
      change(now.getEpoch() + 1, nowMillis, now.getSupplyPosition(), 0);
      // Written at once: readers of closed entries on other threads need the epoch.
      handOver();
    } else if (ranMillis >= Math.min(RAN_STEP_MILLIS, retentionMillis / 2)) {
      change(
          now.getEpoch(),
          now.getEpochBeganAt(),
          now.getSupplyPosition(),
          now.getEpochRan() + ranMillis);
    }
    return state.getEpoch();
  }

  /** Returns the offset of the last supply record that was answered, or -1. */
  public long supplyPosition() {
    return state().getSupplyPosition();
  }

  /** Notes that the supply records up to this offset are answered. */
  public void suppliedUpTo(long offset) {
    TaskState now = state();
    change(now.getEpoch(), now.getEpochBeganAt(), offset, now.getEpochRan() + ranMillis);
  }

  private void change(long epoch, long beganAtMillis, long supplyPosition, long epochRanMillis) {
    state =
        new TaskState(epoch, beganAtMillis, supplyPosition, state.getTopicIds(), epochRanMillis);
    ranMillis = 0;
    isChanged = true;
  }

  /** Writes the changes since the last call; to be called before the task is committed. */
  public void handOver() {
    if (isChanged) {
      store.put(KEY, SERDE.encode(state));
      isChanged = false;
    }
  }

  private TaskState state() {
    if (state == null) {
      byte[] entry = store.get(KEY);
      if (entry == null) {
        throw new IllegalStateException("the task has no mark although it processes records");
      }
      state = SERDE.decode(KEY, entry);
      atFirstUse.forEach(action -> action.accept(state.getEpoch()));
    }
    return state;
  }
}
