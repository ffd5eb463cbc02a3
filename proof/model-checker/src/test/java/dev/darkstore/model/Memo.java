package dev.darkstore.model;

import java.util.Arrays;
import java.util.function.Supplier;

/** Table that is filled on demand. */
final class Memo<T> {
  private static final int FIRST_SIZE = 16;

  private Object[][] rows = new Object[FIRST_SIZE][];

  /** Returns the value of a field; null if it has none yet. */
  @SuppressWarnings("unchecked") // Only put puts values in.
  T get(int row, int column) {
    if (row >= rows.length) {
      return null;
    }
    Object[] columns = rows[row];
    return columns == null || column >= columns.length ? null : (T) columns[column];
  }

  T put(int row, int column, T value) {
    if (row >= rows.length) {
      rows = Arrays.copyOf(rows, Math.max(row + 1, rows.length * 2));
    }
    Object[] columns = rows[row];
    if (columns == null) {
      columns = new Object[Math.max(column + 1, FIRST_SIZE)];
    } else if (column >= columns.length) {
      columns = Arrays.copyOf(columns, Math.max(column + 1, columns.length * 2));
    }
    rows[row] = columns;
    columns[column] = value;
    return value;
  }

  T computeIfAbsent(int row, int column, Supplier<T> value) {
    T known = get(row, column);
    return known != null ? known : put(row, column, value.get());
  }
}
