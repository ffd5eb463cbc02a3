package dev.darkstore.planted;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Protocols with one defect each that shows only where messages are sent ahead of the commit: most
 * send one kind of message too many ahead. Found by the model checker in this module.
 */
public enum AheadBug implements Planted {
  CLOSES_WHAT_IS_TOO_OLD(
      "An order that is too old is closed at once",
      "The coordinator rejects the order and sends no Release, since it has asked nobody.",
      """
      This life has asked nobody; an earlier one may have. It read the order in time, sent Reserve and
      Commit ahead, and was rolled back, and until the next one read the order again its maximum age
      had passed. Without the rule a branch stays assigned for ever. So Release goes to every branch of
      an order that is too old, and is repeated until it is answered.""",
      CoordinatorBugs.of(CoordinatorBugs::closesWhatIsTooOld)),

  SENDS_REFUSALS_AHEAD(
      "A refusal is sent ahead of the commit",
      "The coordinator reads ReservationRefused although the participant's decision is rolled back.",
      """
      After the rollback the participant decides again, perhaps otherwise: goods have arrived, or what
      had them was released. The coordinator, however, counts on it that a branch that has refused holds
      nothing, and sends it no Release. If a life that was rolled back sent Commit ahead, the branch
      stays assigned for ever. To send Release to a branch that has refused would mend that, but not
      what the customer sees: an order refused for a shortage that never was. A refusal is a fact, and
      facts wait for the commit.""",
      SentAhead.REFUSAL),

  SENDS_RELEASE_AHEAD(
      "Release is sent ahead of the commit",
      "The participant applies Release although the coordinator's decision to give up is rolled back.",
      """
      After the rollback the coordinator decides again: it reads the branches' answers before the
      CancelOrder this time, or before the timer rings, and places the order. The goods are another
      order's by then. Release is the one command that takes back what was final, so nothing may take
      back the decision to send it.""",
      SentAhead.RELEASE),

  SENDS_ASSIGNED_AHEAD(
      "Assigned is sent ahead of the commit",
      "The coordinator reads Assigned although the participant's decision is rolled back.",
      """
      After the rollback the participant applies Commit again, perhaps after the hold has run out or
      after a write-off, and fails. The order is placed by then. A vote may turn out to be wrong, since
      Commit asks again; nobody asks again after Assigned. It is a fact, and facts wait for the commit.""",
      SentAhead.ASSIGNED),

  SENDS_OUTCOMES_AHEAD(
      "The outcome is sent ahead of the commit",
      "The customer reads OrderRejected although the coordinator's decision is rolled back.",
      """
      After the rollback the coordinator decides again: it reads the branches' answers before the
      CancelOrder this time, since nothing orders records of two topics, and places the order. A
      customer who asks in between hears that the order is in hand, and in the end that it is placed,
      after OrderRejected. An outcome cannot be taken back, so it waits for the commit.""",
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
