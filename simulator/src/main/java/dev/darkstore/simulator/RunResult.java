package dev.darkstore.simulator;

import dev.darkstore.events.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one run.
 *
 * @param seed its seed
 * @param orders how many different orders were placed, valid or not
 * @param placed how many of them got what they asked for
 * @param rejections how many did not, by reason
 * @param faults which faults fired, and how often
 * @param steps how many records were processed and ticks came round
 * @param records how many records were written
 * @param digest of every byte of every log: equal seeds and settings have equal digests
 * @param failure what was wrong, if anything was
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
   * What was wrong.
   *
   * @param invariant what was broken; NO_BREAKDOWN if a service failed
   * @param sentence what was found
   * @param timeline what led to it: of the order that it concerns, or of all at the end
   */
  public record Failure(String invariant, String sentence, String timeline) {}
}
