package dev.darkstore.audit.record;

import java.util.function.LongPredicate;

/**
 * Hash table of texts, reduced to 128-bit digests, each with some words of data, in one array: 10
 * million entries need only one object. Open addressing with linear probing; at most two thirds
 * full. Unneeded entries are dropped when the table would have to grow.
 */
public final class DigestTable {
  /** Result of {@link #find} for a missing text. */
  public static final int ABSENT = -1;

  private static final int KEY_WORDS = 2;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final int slotWords;
  private final LongPredicate wanted;
  private long[] words;
  private int capacity;
  private int size;

  /**
   * Creates an empty table.
   *
   * @param valueWords number of data words per text
   * @param wanted predicate on the last data word: true if the entry is still needed
   */
  public DigestTable(int valueWords, LongPredicate wanted) {
    this.slotWords = KEY_WORDS + valueWords;
    this.wanted = wanted;
    allocate(FIRST_CAPACITY);
  }

  public int size() {
    return size;
  }

  /**
   * Returns the position of the text's data, valid until the next {@link #add}; or {@link #ABSENT}.
   */
  public int find(String text) {
    int at = slot(high(text), low(text));
    return words[at] == 0 ? ABSENT : at;
  }

  /** Adds a missing text, with zeros as data, and returns the position of its data. */
  public int add(String text) {
    if (size >= capacity / 3 * 2) {
      rebuild();
    }
    size++;
    long high = high(text);
    long low = low(text);
    int at = slot(high, low);
    words[at] = high;
    words[at + 1] = low;
    return at;
  }

  public long get(int at, int word) {
    return words[at + KEY_WORDS + word];
  }

  public void set(int at, int word, long value) {
    words[at + KEY_WORDS + word] = value;
  }

  /** Zero marks a free slot. */
  private static long high(String text) {
    long digest = Digest.of(text);
    return digest == 0 ? 1 : digest;
  }

  private static long low(String text) {
    return Digest.otherOf(text);
  }

  private int slot(long high, long low) {
    int mask = capacity - 1;
    int slot = (int) (low >>> 32) & mask;
    while (true) {
      int at = slot * slotWords;
      if (words[at] == 0 || (words[at] == high && words[at + 1] == low)) {
        return at;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void rebuild() {
    long[] old = words;
    int live = 0;
    for (int at = 0; at < old.length; at += slotWords) {
      if (isWanted(old, at)) {
        live++;
      }
    }
    // Dropping only a few would lead to the next rebuild at once.
    allocate(live > capacity / 2 ? Math.multiplyExact(capacity, 2) : capacity);
    size = live;
    for (int at = 0; at < old.length; at += slotWords) {
      if (isWanted(old, at)) {
        System.arraycopy(old, at, words, slot(old[at], old[at + 1]), slotWords);
      }
    }
  }

  private boolean isWanted(long[] entries, int at) {
    return entries[at] != 0 && wanted.test(entries[at + slotWords - 1]);
  }

  private void allocate(int slots) {
    capacity = slots;
    words = new long[Math.multiplyExact(slots, slotWords)];
  }
}
