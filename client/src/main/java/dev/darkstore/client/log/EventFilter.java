package dev.darkstore.client.log;

import dev.darkstore.client.log.LogEntry.Unreadable;
import dev.darkstore.schemas.Topic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Filter of events. Some events do not name their store; they belong to it if an earlier event of
 * their order named it.
 */
public final class EventFilter implements Predicate<LogEntry> {
  /** Maximum number of orders whose store is remembered: those in flight, and many more. */
  private static final int ORDERS_MAX = 100_000;

  private final Set<String> orderIds;
  private final Set<String> storeIds;
  private final Set<String> events;
  private final Map<String, String> storeOfOrder =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > ORDERS_MAX;
        }
      };

  /**
   * Creates a filter. An empty set selects everything.
   *
   * @param events names of events, case-insensitive
   * @throws IllegalArgumentException with a message for people if a name is unknown
   */
  public EventFilter(Set<String> orderIds, Set<String> storeIds, Set<String> events) {
    this.orderIds = Set.copyOf(orderIds);
    this.storeIds = Set.copyOf(storeIds);
    this.events = events.stream().map(EventFilter::known).collect(Collectors.toSet());
  }

  /** Returns true if the event is selected. To be called with all events, in their order. */
  @Override
  public boolean test(LogEntry entry) {
    return isStoreWanted(entry)
        && (orderIds.isEmpty() || entry.orderId().filter(orderIds::contains).isPresent())
        && (events.isEmpty() || events.contains(entry.event()));
  }

  private boolean isStoreWanted(LogEntry entry) {
    if (storeIds.isEmpty()) {
      return true;
    }
    Optional<String> storeId = entry.storeId();
    Optional<String> orderId = entry.orderId();
    if (storeId.isPresent() && orderId.isPresent()) {
      storeOfOrder.put(orderId.get(), storeId.get());
    }
    return storeId.or(() -> orderId.map(storeOfOrder::get)).filter(storeIds::contains).isPresent();
  }

  /** Returns the names of all events. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Topic topic : Topic.builtIn()) {
      topic.schema().stream()
          .flatMap(schema -> schema.getField("body").schema().getTypes().stream())
          .map(Schema::getName)
          .forEach(names::add);
    }
    names.addAll(Arrays.asList("DeadLetter", "SentAgain", Unreadable.class.getSimpleName()));
    return names;
  }

  private static String known(String name) {
    return names().stream()
        .filter(known -> known.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no event '%s'; there are %s"
                        .formatted(name, String.join(", ", names()))));
  }
}
