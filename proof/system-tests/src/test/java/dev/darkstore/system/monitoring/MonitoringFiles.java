package dev.darkstore.system.monitoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Queries of the alert rules and the dashboard to Prometheus. */
public final class MonitoringFiles {
  /** Time until a certificate of a service expires. */
  public static final String CERTIFICATE_REMAINING = "darkstore_certificate_remaining_seconds";

  private static final Path FOLDER = Path.of("../../deploy/monitoring");
  private static final Pattern METRIC =
      Pattern.compile("\\b(darkstore|jvm|kafka|process|system)_[a-z0-9_]+");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Pattern EXPRESSION = Pattern.compile("expr: >-\\n\\s+(.+)");

  private MonitoringFiles() {}

  /** Returns every metric that an alert rule or the dashboard queries. */
  public static Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    Stream.concat(
            matches(EXPRESSION, alertRules()).map(match -> match.group(1)),
            dashboardExpressions().stream())
        .forEach(
            expression ->
                matches(METRIC, expression).map(MatchResult::group).forEach(metrics::add));
    metrics.remove("darkstore_service"); // A label.
    return metrics;
  }

  /** Returns those that a service without TLS has. */
  public static Set<String> metricsWithoutTls() {
    Set<String> metrics = metrics();
    metrics.remove(CERTIFICATE_REMAINING);
    return metrics;
  }

  /** Returns the names of the alerts. */
  static List<String> alerts() {
    return matches(ALERT, alertRules()).map(match -> match.group(1)).toList();
  }

  static String alertRules() {
    return read(FOLDER.resolve("alerts.yml"));
  }

  private static List<String> dashboardExpressions() {
    try {
      return new ObjectMapper()
          .readTree(read(FOLDER.resolve("dashboard.json")))
          .findValuesAsText("expr");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }
}
