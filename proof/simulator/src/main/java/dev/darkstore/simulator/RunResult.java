package dev.darkstore.simulator;

import dev.darkstore.events.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Result of one run.
 *
 * @param seed its seed
 * @param orders number of different orders that were placed, valid or not
 * @param placed number of them that got what they asked for
 * @param rejections number of those that did not, by reason
 * @param faults number of times that each fault fired; without those that never did
 * @param steps number of records processed and ticks that came round
 * @param records number of records written
 * @param digest digest of every byte of every log: equal seeds and settings have equal digests
 * @param failure the failure, if there was one
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
   * @param invariant the invariant that was broken; NO_BREAKDOWN if a service failed
   * @param sentence description of the finding
   * @param timeline events that led to it: of the order that it concerns, or of all at the end
   */
  public record Failure(String invariant, String sentence, String timeline) {}
}
