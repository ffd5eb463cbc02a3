package dev.darkstore.model;

import java.util.Arrays;

/** List of ints that grows by chunks, without copying. */
final class IntList {
  private static final int CHUNK_BITS = 18;
  private static final int CHUNK_SIZE = 1 << CHUNK_BITS;

  private int[][] chunks = new int[16][];
  private int size;

  void add(int value) {
    int chunk = size >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunks.length * 2);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new int[CHUNK_SIZE];
    }
    chunks[chunk][size & CHUNK_SIZE - 1] = value;
    size++;
  }

  int get(int index) {
    return chunks[index >>> CHUNK_BITS][index & CHUNK_SIZE - 1];
  }

  int size() {
    return size;
  }

  long bytes() {
    return ((long) (size >>> CHUNK_BITS) + 1) * CHUNK_SIZE * Integer.BYTES;
  }
}
