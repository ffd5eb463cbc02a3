package dev.darkstore.planted;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Messages that may be sent ahead of the Kafka transaction that decides them, so that they can be
 * read although the decision is rolled back.
 */
public enum SentAhead {
  RESERVE,
  COMMIT,
  /** Reserved, as a vote; the fact follows in the Kafka transaction. */
  VOTE,
  REFUSAL,
  ASSIGNED,
  RELEASE,
  /** OrderRejected. */
  OUTCOME;

  /**
   * Messages that are sent ahead in production: a message that cannot be undone waits for the
   * commit.
   */
  public static final Set<SentAhead> REQUESTS_AND_VOTES =
      Collections.unmodifiableSet(EnumSet.of(RESERVE, COMMIT, VOTE));
}
