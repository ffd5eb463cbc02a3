package dev.darkstore.runtime.service;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a service's clock with the brokers'. An order's age is the difference of the two: a
 * service whose clock is ahead rejects every order as too old; one whose clock is behind accepts
 * orders that have been abandoned.
 *
 * <p>The brokers' time is that of the controller, taken from the description of the metadata
 * quorum: the leader's last caught-up time is the time of the request (KIP-836).
 */
final class ClockCheck {
  private static final Logger log = LoggerFactory.getLogger(ClockCheck.class);
  private static final long TIMEOUT_SECONDS = 10;

  private final Admin admin;
  private final SteadyTime time;
  private final Duration limit;
  private boolean isUnavailableLogged;

  /**
   * Creates a check.
   *
   * @param limit maximum difference with which a service can work
   */
  ClockCheck(Admin admin, SteadyTime time, Duration limit) {
    this.admin = admin;
    this.time = time;
    this.limit = limit;
  }

  /**
   * Compares the clocks.
   *
   * @throws UnfitClusterException if they differ by more than the limit
   */
  void run() {
    aheadMillis().ifPresent(ahead -> verify(ahead, limit));
  }

  /**
   * Compares a difference with the limit.
   *
   * @param aheadMillis time by which the service's clock is ahead of the brokers'
   * @throws UnfitClusterException if it is more than the limit, in either direction
   */
  static void verify(long aheadMillis, Duration limit) {
    if (Math.abs(aheadMillis) > limit.toMillis()) {
      throw new UnfitClusterException(
          "this machine's clock is %s s %s the brokers', more than %s s: every order would have a wrong age; set the clock that is wrong"
              .formatted(
                  Math.abs(aheadMillis) / 1_000,
                  aheadMillis > 0 ? "ahead of" : "behind",
                  limit.toSeconds()));
    }
  }

  /** Returns the time by which this service's clock is ahead of the brokers'; empty if unknown. */
  OptionalLong aheadMillis() {
    long askedMillis = time.milliseconds();
    QuorumInfo quorum;
    try {
      quorum = admin.describeMetadataQuorum().quorumInfo().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      unavailable(e.getCause());
      return OptionalLong.empty();
    } catch (TimeoutException e) {
      unavailable(e);
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
    long answeredMillis = time.milliseconds();
    OptionalLong brokersMillis =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() == quorum.leaderId())
            .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
            .flatMapToLong(OptionalLong::stream)
            .findFirst();
    return brokersMillis.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of((askedMillis + answeredMillis) / 2 - brokersMillis.getAsLong());
  }

  private void unavailable(Throwable why) {
    if (!isUnavailableLogged) {
      log.info("the clock cannot be compared with the brokers': {}", why.toString());
      isUnavailableLogged = true;
    }
  }
}
