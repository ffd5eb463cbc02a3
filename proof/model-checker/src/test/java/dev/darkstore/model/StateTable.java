package dev.darkstore.model;

import java.util.Arrays;

/**
 * Set of visited states, numbered in the sequence of their addition. A state is a fixed number of
 * chars, stored without hashing: two states are equal if and only if their chars are, so no two
 * states are confused.
 */
final class StateTable {
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK_STATES = 1 << CHUNK_BITS;
  private static final int NOTHING = -1;

  private final int width;
  private char[][] chunks = new char[64][];
  private int[] slots = new int[1 << 20];
  private int size;
  private boolean isNew;

  StateTable(int width) {
    this.width = width;
    Arrays.fill(slots, NOTHING);
  }

  /** Returns the number of the state, which is added unless it is known. */
  int add(char[] state) {
    int slot = slotOf(state);
    isNew = slots[slot] == NOTHING;
    if (!isNew) {
      return slots[slot];
    }
    slots[slot] = size;
    int chunk = size >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunks.length * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new char[CHUNK_STATES * width];
    }
    System.arraycopy(state, 0, chunks[chunk], offset(size), width);
    size++;
    if (size > slots.length / 2) {
      grow();
    }
    return size - 1;
  }

  /** Returns true if the last {@link #add} added a state. */
  boolean wasNew() {
    return isNew;
  }

  void read(int number, char[] into) {
    System.arraycopy(chunks[number >>> CHUNK_BITS], offset(number), into, 0, width);
  }

  int size() {
    return size;
  }

  long bytes() {
    return (long) ((size >>> CHUNK_BITS) + 1) * CHUNK_STATES * width * Character.BYTES
        + (long) slots.length * Integer.BYTES;
  }

  private int offset(int number) {
    return (number & CHUNK_STATES - 1) * width;
  }

  private int slotOf(char[] state) {
    int mask = slots.length - 1;
    int slot = hash(state, 0) & mask;
    while (slots[slot] != NOTHING && !isAt(slots[slot], state)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int number, char[] state) {
    int offset = offset(number);
    return Arrays.equals(chunks[number >>> CHUNK_BITS], offset, offset + width, state, 0, width);
  }

  private int hash(char[] chars, int offset) {
    long hash = 0;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ chars[offset + i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ hash >>> 32);
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, NOTHING);
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = hash(chunks[number >>> CHUNK_BITS], offset(number)) & mask;
      while (slots[slot] != NOTHING) {
        slot = slot + 1 & mask;
      }
      slots[slot] = number;
    }
  }
}
