package dev.darkstore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Contents of partitions: lists of messages, each list with a number. */
final class Queues<M> {
  /** Number of the empty queue. */
  static final int EMPTY = 0;

  private final Interner<M> messages = new Interner<>();
  private final Interner<List<M>> contents = new Interner<>();
  private final Memo<Integer> appended = new Memo<>();
  private final Memo<Integer> tails = new Memo<>();
  private final Memo<Integer> heads = new Memo<>();

  Queues() {
    contents.number(List.of());
  }

  int number(M message) {
    return messages.number(message);
  }

  M message(int number) {
    return messages.value(number);
  }

  int append(int queue, int message) {
    return appended.computeIfAbsent(
        queue,
        message,
        () -> {
          List<M> longer = new ArrayList<>(contents.value(queue));
          longer.add(messages.value(message));
          return contents.number(List.copyOf(longer));
        });
  }

  int head(int queue) {
    return heads.computeIfAbsent(queue, 0, () -> messages.number(contents.value(queue).get(0)));
  }

  int tail(int queue) {
    return tails.computeIfAbsent(
        queue,
        0,
        () -> {
          List<M> content = contents.value(queue);
          return contents.number(List.copyOf(content.subList(1, content.size())));
        });
  }

  List<M> content(int queue) {
    return contents.value(queue);
  }

  boolean contains(int queue, Predicate<M> which) {
    return contents.value(queue).stream().anyMatch(which);
  }

  /** Returns the queue with every message replaced. */
  int map(int queue, UnaryOperator<M> change) {
    return contents.number(contents.value(queue).stream().map(change).toList());
  }

  /** Returns the number of known messages. */
  int messages() {
    return messages.size();
  }
}
