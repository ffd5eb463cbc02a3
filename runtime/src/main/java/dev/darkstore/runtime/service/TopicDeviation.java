package dev.darkstore.runtime.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Comparison of a topic's settings with the required ones. Only settings that affect the content
 * are compared; others, such as the segment size, are left to the operator.
 */
public final class TopicDeviation {
  static final String CLEANUP_POLICY = "cleanup.policy";
  static final String COMPRESSION_TYPE = "compression.type";
  static final String RETENTION_MS = "retention.ms";
  static final String TIMESTAMP_TYPE = "message.timestamp.type";

  private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
  private static final String FOR_EVER = "-1";

  private TopicDeviation() {}

  /**
   * Returns a sentence for each setting that does not fit, with the value found and the value
   * needed.
   *
   * @param topic name of the topic
   * @param wanted required settings, by Kafka's names
   * @param actual actual settings, defaults included
   */
  public static List<String> of(
      String topic, Map<String, String> wanted, Map<String, String> actual) {
    List<String> deviations = new ArrayList<>();
    wanted.forEach(
        (name, value) -> {
          String found = actual.getOrDefault(name, "not known");
          if (!fits(name, value, found)) {
            deviations.add(
                "%s has %s=%s; it must be %s%s"
                    .formatted(topic, name, found, value, isMinimum(name) ? " or more" : ""));
          }
        });
    return List.copyOf(deviations);
  }

  private static boolean fits(String name, String wanted, String found) {
    return switch (name) {
      case RETENTION_MS -> found.equals(FOR_EVER) || isAtLeast(found, wanted);
      case MAX_MESSAGE_BYTES -> isAtLeast(found, wanted);
      case CLEANUP_POLICY -> Set.of(found.split(",")).equals(Set.of(wanted.split(",")));
      case COMPRESSION_TYPE, TIMESTAMP_TYPE -> found.equals(wanted);
      default -> true;
    };
  }

  private static boolean isMinimum(String name) {
    return name.equals(RETENTION_MS) || name.equals(MAX_MESSAGE_BYTES);
  }

  private static boolean isAtLeast(String found, String wanted) {
    return found.matches("\\d{1,18}") && Long.parseLong(found) >= Long.parseLong(wanted);
  }
}
