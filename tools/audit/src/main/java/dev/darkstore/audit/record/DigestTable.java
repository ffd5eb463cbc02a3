package dev.darkstore.audit.record;

import java.util.function.LongPredicate;

/**
 * Texts of which only a 128-bit digest is kept, each with some words of data, in one array: 10
 * million take as many objects as one. Open addressing with linear probing; at most two thirds
 * full. What is no longer wanted is dropped when the table would have to grow.
 */
public final class DigestTable {
  /** Result of {@link #find} for a text that is not there. */
  public static final int ABSENT = -1;

  private static final int KEY_WORDS = 2;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final int slotWords;
  private final LongPredicate wanted;
  private long[] words;
  private int capacity;
  private int size;

  /**
   * An empty table.
   *
   * @param valueWords how many words of data go with a text
   * @param wanted looks at the last of them, and says whether the entry is still wanted
   */
  public DigestTable(int valueWords, LongPredicate wanted) {
    this.slotWords = KEY_WORDS + valueWords;
    this.wanted = wanted;
    allocate(FIRST_CAPACITY);
  }

  public int size() {
    return size;
  }

  /** Where the text's data is, until the next {@link #add}; or {@link #ABSENT}. */
  public int find(String text) {
    int at = slot(high(text), low(text));
    return words[at] == 0 ? ABSENT : at;
  }

  /** Adds a text that is not there, with data of zeros, and answers where its data is. */
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

  /** Zero marks a slot that is free. */
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
    // Dropping a few would not be worth it: the next rebuild would come at once.
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
