package dev.darkstore.console.view;

import dev.darkstore.schemas.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Search of the orders in memory: all conditions must hold, an absent one always does. Results are
 * sorted by {@link OrderLife#NEWEST_FIRST}, and a page begins after a given order, so that orders
 * that come in do not move the rows of the pages after the first.
 */
public final class OrderQuery {
  private static final int TEXT_CHARACTERS_MAX = 100;
  private static final int AGE_MINUTES_MAX = 7 * 24 * 60;
  private static final int MINUTE_MILLIS = 60_000;

  private final List<String> words;
  private final Optional<Phase> phase;
  private final long fromMillis;
  private final long toMillis;
  private final Optional<Place> after;

  /** Position of an order among the results, as {@code firstAtMillis_orderId}. */
  private record Place(long firstAtMillis, String orderId) {
    boolean isBefore(OrderLife life) {
      return life.firstAtMillis() < firstAtMillis
          || (life.firstAtMillis() == firstAtMillis && life.orderId().compareTo(orderId) > 0);
    }
  }

  private OrderQuery(
      List<String> words,
      Optional<Phase> phase,
      long fromMillis,
      long toMillis,
      Optional<Place> after) {
    this.words = words;
    this.phase = phase;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
    this.after = after;
  }

  /**
   * Returns the query with these parameters: {@code text}, {@code phase}, {@code age} in minutes,
   * {@code from}, {@code to} and {@code after}.
   *
   * @param parameter value of a parameter by its name; null or empty if absent
   * @throws IllegalArgumentException with a message for people if a value is invalid
   */
  public static OrderQuery of(UnaryOperator<String> parameter, long nowMillis) {
    long fromMillis = given(parameter, "from").map(OrderQuery::millis).orElse(Long.MIN_VALUE);
    long sinceMillis =
        given(parameter, "age").map(age -> nowMillis - ageMillis(age)).orElse(Long.MIN_VALUE);
    return new OrderQuery(
        given(parameter, "text").map(OrderQuery::words).orElse(List.of()),
        given(parameter, "phase").map(OrderQuery::phase),
        Math.max(fromMillis, sinceMillis),
        given(parameter, "to").map(OrderQuery::millis).orElse(Long.MAX_VALUE),
        given(parameter, "after").map(OrderQuery::place));
  }

  private static Optional<String> given(UnaryOperator<String> parameter, String name) {
    return Optional.ofNullable(parameter.apply(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static List<String> words(String text) {
    if (text.length() > TEXT_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "the text has more than %d characters".formatted(TEXT_CHARACTERS_MAX));
    }
    return List.of(text.toLowerCase(Locale.ROOT).split("\\s+"));
  }

  private static Phase phase(String name) {
    return Arrays.stream(Phase.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "phase",
                    name,
                    "one of "
                        + Arrays.stream(Phase.values())
                            .map(Phase::name)
                            .collect(Collectors.joining(", "))));
  }

  private static long ageMillis(String minutes) {
    String expected = "1 to %,d minutes".formatted(AGE_MINUTES_MAX);
    if (!minutes.matches("\\d{1,9}")) {
      throw refused("age", minutes, expected);
    }
    int number = Integer.parseInt(minutes);
    if (number < 1 || number > AGE_MINUTES_MAX) {
      throw refused("age", minutes, expected);
    }
    return (long) number * MINUTE_MILLIS;
  }

  private static long millis(String instant) {
    try {
      return Instant.parse(instant).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw refused("the time", instant, "in UTC, such as 2026-11-28T01:30:00Z");
    }
  }

  private static Place place(String text) {
    String[] parts = text.split("_", 2);
    if (parts.length < 2 || !parts[0].matches("\\d{1,18}")) {
      throw refused("after", text, "a time in milliseconds and an order id, such as 1700000_o-1");
    }
    return new Place(Long.parseLong(parts[0]), parts[1]);
  }

  private static IllegalArgumentException refused(String name, String value, String expected) {
    return new IllegalArgumentException(
        "%s is %s; it must be %s".formatted(name, Text.quote(value), expected));
  }

  /** Returns the text that makes a page begin after this order. */
  static String placeOf(OrderLife life) {
    return life.firstAtMillis() + "_" + life.orderId();
  }

  boolean matches(OrderLife life) {
    return phase.map(wanted -> wanted == life.phase()).orElse(true)
        && life.firstAtMillis() >= fromMillis
        && life.firstAtMillis() <= toMillis
        && words.stream().allMatch(life::mentions);
  }

  /** Returns true if the order belongs to this page or a later one. */
  boolean isReached(OrderLife life) {
    return after.map(place -> place.isBefore(life)).orElse(true);
  }
}
