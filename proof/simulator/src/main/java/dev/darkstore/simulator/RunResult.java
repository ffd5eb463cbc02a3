package dev.darkstore.simulator;

import dev.darkstore.events.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Result of one run.
 *
 * @param seed seed of the run
 * @param orders number of distinct orders that were placed on the topic, valid or not
 * @param placed number of these that were placed
 * @param rejections number of these that were rejected, by reason
 * @param faults number of occurrences of each fault; without those that did not occur
 * @param steps number of processed records and ticks
 * @param records number of records written
 * @param digest digest of every byte of every log: equal seeds and settings have equal digests
 * @param failure failure, if any
 */
public record RunResult(
    long seed,
    int orders,
    int placed,
    Map<Reason, Integer> rejections,
    Map<Fault, Integer> faults,
    long steps,
    int records,
    String digest,
    Optional<Failure> failure) {
  public RunResult {
    rejections = copy(rejections, Reason.class);
    faults = copy(faults, Fault.class);
  }

  private static <K extends Enum<K>> Map<K, Integer> copy(Map<K, Integer> map, Class<K> type) {
    Map<K, Integer> copy = new EnumMap<>(type);
    copy.putAll(map);
    return copy;
  }

  /**
   * Failure of a run.
   *
   * @param invariant invariant that was broken; NO_BREAKDOWN if a service failed
   * @param sentence description of the finding
   * @param timeline events that led to it: of the order concerned, or the last of all orders
   */
  public record Failure(String invariant, String sentence, String timeline) {}
}
