package dev.darkstore.runtime.settings;

import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.logging.LogFormat;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of a service: ours, all named {@code darkstore.…}, and Kafka's, under their own names.
 * They are validated together on creation.
 */
public final class ServiceSettings {
  /** Prefix of all our settings. */
  public static final String PREFIX = "darkstore.";

  static final String HOLD = "darkstore.hold.ms";
  static final String RESERVE_TIMEOUT = "darkstore.reserve.timeout.ms";
  static final String COMMIT_ATTEMPTS = "darkstore.commit.attempts";
  static final String COMMIT_RETRY = "darkstore.commit.retry.ms";
  static final String MARGIN = "darkstore.margin.ms";
  static final String RELEASE_PAUSE = "darkstore.release.pause.ms";
  static final String RELEASE_PAUSE_MAX = "darkstore.release.pause.max.ms";
  static final String ORDER_MAX_AGE = "darkstore.order.max.age.ms";
  static final String RETENTION = "darkstore.retention.ms";
  static final String TICK = "darkstore.tick.ms";
  static final String TIMERS_PER_TICK = "darkstore.timers.per.tick";
  static final String AHEAD = "darkstore.ahead";
  static final String ACCEPT = "darkstore.accept";
  static final String PROFILE = "darkstore.profile";
  static final String HTTP_HOST = HttpSettings.HOST_SETTING;
  static final String HTTP_PORT = HttpSettings.PORT_SETTING;
  static final String HTTP_TOKEN_FILE = HttpSettings.TOKEN_FILE_SETTING;
  static final String LOG_FORMAT = "darkstore.log.format";

  private static final int NO_HTTP = -1;

  private static final CoordinatorTiming DEFAULTS = CoordinatorTiming.DEFAULTS;
  private static final Range AT_LEAST_ONE = Range.atLeast(1);

  private static final ConfigDef OURS =
      new ConfigDef()
          .define(
              Installation.SETTING,
              ConfigDef.Type.STRING,
              Installation.DEFAULT.prefix(),
              ConfigDef.LambdaValidator.with(
                  ServiceSettings::checkPrefix, () -> "empty, or a prefix such as 'staging.'"),
              Importance.MEDIUM,
              "Prefix of the names of topics, groups and transactional ids, for several installations"
                  + " on one cluster.")
          .define(
              BranchTable.SETTING,
              ConfigDef.Type.STRING,
              BranchTable.DEFAULT.toString(),
              ConfigDef.LambdaValidator.with(
                  ServiceSettings::checkBranches, () -> "store,delivery and further branches"),
              Importance.MEDIUM,
              "Branches of every order, separated by commas; after a colon the order's field that is"
                  + " the key of a further branch, as in store,delivery,payment:customerId.")
          .define(
              HOLD,
              ConfigDef.Type.LONG,
              DEFAULTS.holdMillis(),
              AT_LEAST_ONE,
              Importance.HIGH,
              "Duration of a reservation at a participant, in milliseconds.")
          .define(
              RESERVE_TIMEOUT,
              ConfigDef.Type.LONG,
              DEFAULTS.reserveTimeoutMillis(),
              AT_LEAST_ONE,
              Importance.HIGH,
              "Maximum time for the branches to answer Reserve, in milliseconds.")
          .define(
              COMMIT_ATTEMPTS,
              ConfigDef.Type.INT,
              DEFAULTS.commitAttempts(),
              AT_LEAST_ONE,
              Importance.MEDIUM,
              "Maximum number of Commit attempts, the first included.")
          .define(
              COMMIT_RETRY,
              ConfigDef.Type.LONG,
              DEFAULTS.commitIntervalMillis(),
              AT_LEAST_ONE,
              Importance.MEDIUM,
              "Maximum time for the branches to answer one Commit, in milliseconds.")
          .define(
              MARGIN,
              ConfigDef.Type.LONG,
              DEFAULTS.marginMillis(),
              AT_LEAST_ONE,
              Importance.LOW,
              "Safety margin in milliseconds: the hold must exceed the reserve timeout plus the commit"
                  + " attempts times their interval by at least this much.")
          .define(
              RELEASE_PAUSE,
              ConfigDef.Type.LONG,
              DEFAULTS.releasePauseMillis(),
              AT_LEAST_ONE,
              Importance.LOW,
              "Pause after the first Release, in milliseconds; doubled after each further one.")
          .define(
              RELEASE_PAUSE_MAX,
              ConfigDef.Type.LONG,
              DEFAULTS.releasePauseMaxMillis(),
              AT_LEAST_ONE,
              Importance.LOW,
              "Maximum pause between two Releases, in milliseconds.")
          .define(
              ORDER_MAX_AGE,
              ConfigDef.Type.LONG,
              DEFAULTS.orderMaxAgeMillis(),
              AT_LEAST_ONE,
              Importance.HIGH,
              "Maximum age of an order when it is read, in milliseconds; an older one is rejected.")
          .define(
              RETENTION,
              ConfigDef.Type.LONG,
              DEFAULTS.retentionMillis(),
              AT_LEAST_ONE,
              Importance.HIGH,
              "Minimum time for which outcomes are remembered, in milliseconds: the idempotency window.")
          .define(
              TICK,
              ConfigDef.Type.LONG,
              100L,
              AT_LEAST_ONE,
              Importance.LOW,
              "Minimum time between two checks of the timers, in milliseconds.")
          .define(
              TIMERS_PER_TICK,
              ConfigDef.Type.INT,
              100,
              Range.between(1, 10_000),
              Importance.LOW,
              "Maximum number of timers of a partition handled in one tick while none is late; the rest"
                  + " waits for the next.")
          .define(
              PROFILE,
              ConfigDef.Type.STRING,
              Profile.LATENCY.settingName(),
              ConfigDef.ValidString.in(Profile.settingNames()),
              Importance.HIGH,
              "Tuning goal: latency or throughput.")
          .define(
              AHEAD,
              ConfigDef.Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "If true, requests and votes are sent ahead of the commit of their decision.")
          .define(
              ACCEPT,
              ConfigDef.Type.LIST,
              "",
              ConfigDef.ValidList.in(
                  true,
                  Arrays.stream(ClusterFacts.Mismatch.values())
                      .map(ClusterFacts.Mismatch::settingName)
                      .toArray(String[]::new)),
              Importance.LOW,
              "Accepted mismatches of state and cluster at this start: lost-state, lost-offsets,"
                  + " new-topics. Remove the setting afterwards.")
          .define(
              HTTP_HOST,
              ConfigDef.Type.STRING,
              HttpSettings.LOOPBACK,
              new ConfigDef.NonEmptyString(),
              Importance.MEDIUM,
              "Listen address of the HTTP server: a name or an address of this machine.")
          .define(
              HTTP_PORT,
              ConfigDef.Type.INT,
              null,
              ConfigDef.LambdaValidator.with(
                  ServiceSettings::checkPort, () -> "[" + NO_HTTP + ",...,65535]"),
              Importance.MEDIUM,
              "HTTP port; 0 for any free one, -1 for none.")
          .define(
              HTTP_TOKEN_FILE,
              ConfigDef.Type.STRING,
              null,
              Importance.MEDIUM,
              "File with the bearer token required of every request except health checks.")
          .define(
              LOG_FORMAT,
              ConfigDef.Type.STRING,
              LogFormat.TEXT.settingName(),
              ConfigDef.ValidString.in(LogFormat.settingNames()),
              Importance.LOW,
              "Format of log lines: text or json.");

  private final AbstractConfig ours;
  private final Map<String, Object> kafka;
  private final Installation installation;

  private ServiceSettings(AbstractConfig ours, Map<String, Object> kafka) {
    this.ours = ours;
    this.kafka = kafka;
    this.installation = Installation.of(ours.values());
  }

  /**
   * Creates settings from the given values and the defaults.
   *
   * @throws SettingsException if a setting is unknown, has an invalid value, contradicts another,
   *     or is a protected one of Kafka's
   */
  public static ServiceSettings of(Map<String, String> set) {
    return of(set, new ConfigDef());
  }

  /**
   * Creates settings of a service that has further ones.
   *
   * @param own definitions of those; their names begin with {@value #PREFIX} too
   * @throws SettingsException as above
   */
  public static ServiceSettings of(Map<String, String> set, ConfigDef own) {
    ConfigDef known = new ConfigDef(OURS);
    own.configKeys().values().forEach(known::define);
    Map<String, String> oursSet = new TreeMap<>();
    Map<String, String> kafkaSet = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    set.forEach(
        (name, value) -> {
          if (!name.startsWith(PREFIX)) {
            kafkaSet.put(name, value);
          } else if (known.names().contains(name)) {
            oursSet.put(name, value);
          } else {
            problems.add(unknown(name, known.names()));
          }
        });
    problems.addAll(KafkaSettings.problems(kafkaSet));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    ServiceSettings settings;
    try {
      settings =
          new ServiceSettings(new AbstractConfig(known, oursSet, false), Map.copyOf(kafkaSet));
    } catch (ConfigException e) {
      throw new SettingsException(List.of(e.getMessage()));
    }
    problems.addAll(settings.violations());
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  /** Returns the installation that the service belongs to. */
  public Installation installation() {
    return installation;
  }

  /** Returns the coordinator's durations. */
  public CoordinatorTiming timing() {
    return new CoordinatorTiming(
        ours.getLong(HOLD),
        ours.getLong(RESERVE_TIMEOUT),
        ours.getInt(COMMIT_ATTEMPTS),
        ours.getLong(COMMIT_RETRY),
        ours.getLong(MARGIN),
        ours.getLong(RELEASE_PAUSE),
        ours.getLong(RELEASE_PAUSE_MAX),
        ours.getLong(ORDER_MAX_AGE),
        ours.getLong(RETENTION));
  }

  /** Returns the minimum time for which outcomes are remembered. */
  public Duration retention() {
    return Duration.ofMillis(ours.getLong(RETENTION));
  }

  /** Returns the minimum time between two checks of the timers. */
  public Duration tick() {
    return Duration.ofMillis(ours.getLong(TICK));
  }

  /** Returns the maximum number of timers of a partition handled in one tick while none is late. */
  public int timersPerTick() {
    return ours.getInt(TIMERS_PER_TICK);
  }

  /** Returns the names of the accepted mismatches of state and cluster. */
  public Set<String> acceptedMismatches() {
    return Set.copyOf(ours.getList(ACCEPT));
  }

  /** Returns true if requests and votes are sent ahead of the commit. */
  public boolean ahead() {
    return ours.getBoolean(AHEAD);
  }

  /** Returns the profile that the service is tuned for. */
  public Profile profile() {
    return Profile.named(ours.getString(PROFILE));
  }

  /**
   * Returns the settings of the HTTP server, if enabled.
   *
   * @param defaultPort the service's default port
   */
  public Optional<HttpSettings> http(int defaultPort) {
    Integer set = ours.getInt(HTTP_PORT);
    int port = set == null ? defaultPort : set;
    return port == NO_HTTP
        ? Optional.empty()
        : Optional.of(
            new HttpSettings(
                ours.getString(HTTP_HOST),
                port,
                Optional.ofNullable(ours.getString(HTTP_TOKEN_FILE)).map(Path::of)));
  }

  /** Returns the value of a setting that only this service has. */
  public long ownLong(String name) {
    return ours.getLong(name);
  }

  /** Returns the format of log lines. */
  public LogFormat logFormat() {
    return LogFormat.named(ours.getString(LOG_FORMAT));
  }

  /** Returns Kafka's settings that were set. */
  public Map<String, Object> kafka() {
    return new TreeMap<>(kafka);
  }

  /**
   * Returns all our settings with their effective values, and Kafka's that were set; secrets are
   * masked.
   */
  public Map<String, String> effective() {
    Map<String, String> effective = new TreeMap<>();
    ours.values()
        .forEach((name, value) -> effective.put(name, value == null ? "" : value.toString()));
    kafka.forEach((name, value) -> effective.put(name, Secrets.masked(name, value.toString())));
    return effective;
  }

  private static void checkPrefix(String name, Object prefix) {
    Installation.violation((String) prefix)
        .ifPresent(
            broken -> {
              throw new ConfigException(name + ' ' + broken);
            });
  }

  private static void checkBranches(String name, Object branches) {
    BranchTable.violation((String) branches)
        .ifPresent(
            broken -> {
              throw new ConfigException(name + ' ' + broken);
            });
  }

  private static void checkPort(String name, Object port) {
    if (port != null) {
      Range.between(NO_HTTP, 65_535).ensureValid(name, port);
    }
  }

  /**
   * Returns the violations of the coordinator's timing, prefixed with the names of the settings.
   */
  private List<String> violations() {
    List<String> broken = timing().violations();
    return broken.isEmpty()
        ? broken
        : broken.stream()
            .map(
                b ->
                    "required: %s  (%s)"
                        .formatted(
                            b,
                            b.startsWith("hold")
                                ? String.join(
                                    ", ",
                                    HOLD,
                                    RESERVE_TIMEOUT,
                                    COMMIT_ATTEMPTS,
                                    COMMIT_RETRY,
                                    MARGIN)
                                : b.startsWith("longest release")
                                    ? RELEASE_PAUSE_MAX + ", " + RELEASE_PAUSE
                                    : RETENTION + ", " + ORDER_MAX_AGE))
            .toList();
  }

  private static String unknown(String name, Set<String> known) {
    return "unknown setting '%s'; did you mean '%s'?".formatted(name, NearestName.to(name, known));
  }
}
