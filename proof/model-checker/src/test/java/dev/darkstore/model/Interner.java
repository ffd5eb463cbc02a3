package dev.darkstore.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbering of values: equal values have one number, starting at 0. */
final class Interner<T> {
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  int number(T value) {
    Integer known = numbers.get(value);
    if (known != null) {
      return known;
    }
    if (values.size() > Character.MAX_VALUE) {
      throw new IllegalStateException("more than " + values.size() + " values, as " + value);
    }
    numbers.put(value, values.size());
    values.add(value);
    return values.size() - 1;
  }

  T value(int number) {
    return values.get(number);
  }

  int size() {
    return values.size();
  }
}
