package dev.darkstore.planted;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Protocols with one defect each that shows only with messages sent ahead of the commit: most send
 * one type of message too many ahead. Found by the model checker in this module.
 */
public enum AheadBug implements Planted {
  CLOSES_WHAT_IS_TOO_OLD(
      "An order that is too old is closed at once",
      "The coordinator rejects the order and sends no Release, since it has sent no request.",
      """
      This run has sent no request; an earlier one may have. It read the order in time, sent Reserve and
      Commit ahead, and was rolled back; before the next run read the order again, its maximum age had
      passed. Without the rule a branch stays assigned for ever. So Release goes to every branch of an
      order that is too old, and is repeated until it is acknowledged.""",
      CoordinatorBugs.of(CoordinatorBugs::closesWhatIsTooOld)),

  SENDS_REFUSALS_AHEAD(
      "A refusal is sent ahead of the commit",
      "The coordinator reads ReservationRefused although the participant's decision is rolled back.",
      """
      After the rollback the participant decides again, possibly differently: goods have arrived, or the
      goods were released by another order. The coordinator, however, relies on a branch that has refused
      to hold nothing, and sends it no Release. If a rolled-back run sent Commit ahead, the branch stays
      assigned for ever. Sending Release to a branch that has refused would solve that, but the customer
      would still read a rejection for a shortage that never existed. A refusal is a fact, and facts wait
      for the commit.""",
      SentAhead.REFUSAL),

  SENDS_RELEASE_AHEAD(
      "Release is sent ahead of the commit",
      "The participant applies Release although the coordinator's decision to give up is rolled back.",
      """
      After the rollback the coordinator decides again: it reads the branches' replies before the
      CancelOrder this time, or before the timer fires, and places the order. By then the goods belong
      to another order. Release is the one command that undoes what was final, so the decision to send
      it must not be undone.""",
      SentAhead.RELEASE),

  SENDS_ASSIGNED_AHEAD(
      "Assigned is sent ahead of the commit",
      "The coordinator reads Assigned although the participant's decision is rolled back.",
      """
      After the rollback the participant applies Commit again, possibly after the hold has expired or
      after a write-off, and fails. By then the order is placed. A wrong vote is harmless, since Commit
      checks again; nothing checks after Assigned. It is a fact, and facts wait for the commit.""",
      SentAhead.ASSIGNED),

  SENDS_OUTCOMES_AHEAD(
      "The outcome is sent ahead of the commit",
      "The customer reads OrderRejected although the coordinator's decision is rolled back.",
      """
      After the rollback the coordinator decides again: it reads the branches' replies before the
      CancelOrder this time, since records of two topics have no common order, and places the order. A
      customer who repeats the order in between reads OrderReceived, and finally OrderPlaced after
      OrderRejected. An outcome cannot be undone, so it waits for the commit.""",
      SentAhead.OUTCOME);

  private final String title;
  private final String defect;
  private final String reason;
  private final Decisions decisions;
  private final Set<SentAhead> sentAhead;

  AheadBug(String title, String defect, String reason, Decisions decisions) {
    this(title, defect, reason, decisions, SentAhead.REQUESTS_AND_VOTES);
  }

  AheadBug(String title, String defect, String reason, SentAhead tooMany) {
    this(title, defect, reason, Decisions.PRODUCTION, requestsVotesAnd(tooMany));
  }

  AheadBug(
      String title, String defect, String reason, Decisions decisions, Set<SentAhead> sentAhead) {
    this.title = title;
    this.defect = defect;
    this.reason = reason;
    this.decisions = decisions;
    this.sentAhead = sentAhead;
  }

  private static Set<SentAhead> requestsVotesAnd(SentAhead more) {
    Set<SentAhead> all = EnumSet.copyOf(SentAhead.REQUESTS_AND_VOTES);
    all.add(more);
    return Collections.unmodifiableSet(all);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String defect() {
    return defect;
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public Decisions decisions() {
    return decisions;
  }

  @Override
  public Set<SentAhead> sentAhead() {
    return sentAhead;
  }
}
