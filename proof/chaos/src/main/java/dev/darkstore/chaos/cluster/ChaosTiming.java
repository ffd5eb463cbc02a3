package dev.darkstore.chaos.cluster;

import java.time.Duration;

/**
 * How the system under test is timed. The holds are short, so that a run sees many of them run out;
 * what decides how long a failure goes unnoticed is the services' own default in the long form.
 *
 * @param hold how long a participant holds a reservation
 * @param reserveTimeout how long the branches may take to answer Reserve
 * @param commitRetry how long they may take to answer one of the three Commits
 * @param margin what the hold is longer than all of that
 * @param session after which silence a service process counts as dead
 * @param transactionTimeout after which the broker aborts a Kafka transaction that nobody ends
 * @param transactionCleanup how often the broker looks for those
 * @param brokerSession after which silence a broker counts as dead
 * @param trouble how long brokers are away, networks cut and disks gone
 * @param commitInterval how often a service commits; two cores carry all nine processes, so the
 *     services' own default, which is for low latency, would leave them little else to do
 * @param restartPause how long the supervisor waits before it starts a process again
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
   * The defaults of the services, and of the brokers in docker-compose.yml, but for the hold and
   * what must fit into it.
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
   * Much of what is waited for shorter, for a run of two minutes; but with so much time for the
   * answers that a build machine with other things to do still gives them.
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
