package dev.darkstore.runtime.timers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineAlarmTest {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int PER_TICK = 50;

  private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
  private final DeadlineIndex deadlines = new DeadlineIndex();
  private final List<Integer> batches = new ArrayList<>();
  private DeadlineAlarm alarm;

  @BeforeEach
  void startTask() {
    context.setCurrentSystemTimeMs(0);
    alarm =
        new DeadlineAlarm(
            context,
            deadlines,
            TICK,
            PER_TICK,
            (nowMillis, max) -> batches.add(deadlines.takeDue(nowMillis, max).size()));
  }

  @Test
  void nothingIsScheduledWhileThereIsNothingToWaitFor() {
    assertEquals(List.of(), scheduled());
  }

  @Test
  void wakesAtTheEarliestDeadlineAndNotSoonerThanATick() {
    deadlines.schedule("late", 10_000);
    alarm.set(0);
    deadlines.schedule("early", 1_000);
    alarm.set(0);
    assertEquals(List.of(1_000L), delays());

    deadlines.schedule("now", 10);
    alarm.set(0);
    assertEquals(List.of(TICK.toMillis()), delays());
  }

  @Test
  void aClosedAlarmWakesNobody() {
    deadlines.schedule("order", 1_000);
    alarm.set(0);

    alarm.close();

    assertEquals(List.of(), scheduled());
  }

  @Test
  void aBurstIsHandledABatchATickAndThenNothingIsScheduled() {
    due(120, 1_000);
    alarm.set(1_000);

    ring(1_100);
    ring(1_200);
    assertEquals(List.of(TICK.toMillis()), delays());
    ring(1_300);

    assertEquals(List.of(50, 50, 20), batches);
    assertEquals(List.of(), scheduled());
  }

  @Test
  void theBatchGrowsWithTheLatenessUpToALimit() {
    due(5_000, 1_000);
    alarm.set(1_000);

    ring(1_000 + DeadlineAlarm.GROWTH_MILLIS);
    ring(1_000 + 3 * DeadlineAlarm.GROWTH_MILLIS);
    ring(1_000 + Duration.ofDays(3).toMillis());

    assertEquals(List.of(100, 200, 500), batches);
  }

  @Test
  void aStreamThatTheFirstBatchCannotKeepUpWithIsLateButNotEverLater() {
    int perTick = 3 * PER_TICK;
    int waiting = 0;
    int most = 0;
    for (int tick = 0; tick < 6_000; tick++) {
      long nowMillis = tick * TICK.toMillis();
      for (int each = 0; each < perTick; each++) {
        deadlines.schedule(tick + "-" + each, nowMillis);
      }
      alarm.set(nowMillis);
      ring(nowMillis + TICK.toMillis());
      waiting = deadlines.size();
      most = Math.max(most, waiting);
    }
    // Three batches at once are handled when the earliest is twice the growth late.
    int lateTicks = Math.toIntExact(2 * DeadlineAlarm.GROWTH_MILLIS / TICK.toMillis());
    int latest = lateTicks * perTick;
    assertTrue(most <= latest + perTick, "%d wait, more than %d".formatted(most, latest));
  }

  private void due(int count, long deadlineMillis) {
    for (int number = 0; number < count; number++) {
      deadlines.schedule("order-" + number, deadlineMillis);
    }
  }

  private void ring(long nowMillis) {
    List<CapturedPunctuator> all = scheduled();
    assertEquals(1, all.size());
    all.get(0).getPunctuator().punctuate(nowMillis);
  }

  private List<Long> delays() {
    return scheduled().stream().map(each -> each.getInterval().toMillis()).toList();
  }

  private List<CapturedPunctuator> scheduled() {
    return context.scheduledPunctuators().stream().filter(each -> !each.cancelled()).toList();
  }
}
