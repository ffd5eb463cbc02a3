package dev.darkstore.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTableTest {
  private long oldest = Long.MIN_VALUE;
  private final DigestTable table = new DigestTable(2, time -> time >= oldest);

  @Test
  void findsWhatWasAdded() {
    for (int i = 0; i < 100_000; i++) {
      int at = table.add("key-" + i);
      table.set(at, 0, i);
      table.set(at, 1, i * 2L);
    }

    assertThat(table.size()).isEqualTo(100_000);
    for (int i = 0; i < 100_000; i++) {
      int at = table.find("key-" + i);
      assertThat(table.get(at, 0)).isEqualTo(i);
      assertThat(table.get(at, 1)).isEqualTo(i * 2L);
    }
    assertThat(table.find("key")).isEqualTo(DigestTable.ABSENT);
    assertThat(table.find("")).isEqualTo(DigestTable.ABSENT);
  }

  @Test
  void dropsWhatIsNotWantedInsteadOfGrowing() {
    for (int i = 0; i < 1_000_000; i++) {
      table.set(table.add("key-" + i), 1, i);
      oldest = i - 500;
    }

    assertThat(table.size()).isLessThan(2_000);
    assertThat(table.find("key-0")).isEqualTo(DigestTable.ABSENT);
    assertThat(table.find("key-999999")).isNotEqualTo(DigestTable.ABSENT);
  }
}
