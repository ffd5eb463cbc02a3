package dev.darkstore.runtime.timers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineIndexTest {
  private final DeadlineIndex index = new DeadlineIndex();

  @Test
  void takesWhatIsDueTheEarliestFirst() {
    index.schedule("late", 30);
    index.schedule("early", 10);
    index.schedule("middle", 20);

    assertThat(index.takeDue(20, 10)).containsExactly("early", "middle");
    assertThat(index.takeDue(29, 10)).isEmpty();
    assertThat(index.takeDue(30, 10)).containsExactly("late");
    assertThat(index.size()).isZero();
  }

  @Test
  void takesNoMoreThanAskedForAndGoesOnNextTime() {
    for (int i = 0; i < 1_000; i++) {
      index.schedule("o-" + i, 5);
    }

    List<String> taken = new ArrayList<>();
    for (int tick = 0; tick < 4; tick++) {
      List<String> due = index.takeDue(5, 300);
      assertThat(due).hasSizeLessThanOrEqualTo(300);
      taken.addAll(due);
    }

    assertThat(taken).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(index.size()).isZero();
  }

  @Test
  void keepsTwoTimersOfTheSameMillisecondApart() {
    index.schedule("a", 5);
    index.schedule("b", 5);
    index.cancel("a", 5);

    assertThat(index.takeDue(5, 10)).containsExactly("b");
  }

  @Test
  void notesTheSameTimerOnce() {
    index.schedule("a", 5);
    index.schedule("a", 5);

    assertThat(index.size()).isEqualTo(1);
    assertThat(index.takeDue(5, 10)).containsExactly("a");
  }

  @Test
  void doesNothingWhenWhatIsCancelledIsNotThere() {
    index.schedule("a", 5);
    index.cancel("a", 6);
    index.cancel("b", 5);

    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void agreesWithAPlainMapUnderRandomOperations() {
    Random random = new Random(42);
    Map<String, Long> model = new HashMap<>();
    long nowMillis = 0;
    for (int step = 0; step < 50_000; step++) {
      String key = "o-" + random.nextInt(200);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          Long before = model.remove(key);
          if (before != null) {
            index.cancel(key, before);
          }
          long deadline = nowMillis + random.nextInt(50);
          model.put(key, deadline);
          index.schedule(key, deadline);
        }
        case 2 -> {
          Long before = model.remove(key);
          if (before != null) {
            index.cancel(key, before);
          }
        }
        default -> {
          nowMillis += random.nextInt(5);
          for (String due : index.takeDue(nowMillis, 1 + random.nextInt(20))) {
            assertThat(model.remove(due)).as(due).isLessThanOrEqualTo(nowMillis);
          }
        }
      }
      assertThat(index.size()).isEqualTo(model.size());
    }
  }
}
