package dev.darkstore.chaos.cluster;

import java.time.Duration;

/**
 * Timing of the system under test. Holds are short, so that many of them expire in a run; time-outs
 * of failure detection are the services' defaults in the long form.
 *
 * @param hold hold of a reservation
 * @param reserveTimeout time-out for the replies to Reserve
 * @param commitRetry time-out for the replies to one of the three Commits
 * @param margin safety margin of the hold beyond these time-outs
 * @param session session time-out of a service process
 * @param transactionTimeout time after which the broker aborts an open Kafka transaction
 * @param transactionCleanup interval of the search for those
 * @param brokerSession session time-out of a broker
 * @param trouble duration of outages of brokers, networks and disks
 * @param commitInterval commit interval of a service; longer than the default for low latency,
 *     since two cores carry all nine processes
 * @param restartPause delay of the supervisor before a restart
 */
public record ChaosTiming(
    Duration hold,
    Duration reserveTimeout,
    Duration commitRetry,
    Duration margin,
    Duration session,
    Duration transactionTimeout,
    Duration transactionCleanup,
    Duration brokerSession,
    Duration trouble,
    Duration commitInterval,
    Duration restartPause) {

  /**
   * Defaults of the services, and of the brokers in docker-compose.yml, except for the hold and the
   * time-outs within it.
   */
  public static final ChaosTiming LONG =
      new ChaosTiming(
          Duration.ofSeconds(12),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(6),
          Duration.ofSeconds(1),
          Duration.ofSeconds(9),
          Duration.ofSeconds(12),
          Duration.ofMillis(100),
          Duration.ofSeconds(2));

  /**
   * Shorter timing for a run of two minutes, with time-outs for replies that a busy build machine
   * can still meet.
   */
  public static final ChaosTiming SHORT =
      new ChaosTiming(
          Duration.ofSeconds(12),
          Duration.ofSeconds(4),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofMillis(200),
          Duration.ofMillis(500));

  static final int COMMIT_ATTEMPTS = 3;
  static final Duration RELEASE_PAUSE = Duration.ofSeconds(1);
  public static final Duration RELEASE_PAUSE_MAX = Duration.ofSeconds(4);
  static final Duration ORDER_MAX_AGE = Duration.ofMinutes(1);
}
