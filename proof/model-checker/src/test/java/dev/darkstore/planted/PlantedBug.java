package dev.darkstore.planted;

import java.util.Set;

/**
 * Protocols with one defect each. Each violates one rule, and each is found by the model checker in
 * this module and by other users of {@link #decisions()}.
 */
public enum PlantedBug implements Planted {
  NOTIFIES_WHEN_RESERVED(
      "People are notified when everything is reserved",
      "The coordinator sends PickOrder and DeliverOrder together with Commit.",
      """
      A reservation is a temporary promise, and Commit may still fail: goods are written off, or the hold
      expires while the participant is down. A picker who has packed by then has packed an order that
      does not exist. PLACED is the only commit point, so notifications are sent in the Kafka
      transaction that publishes it.""",
      CoordinatorBugs.of(CoordinatorBugs::notifiesWhenReserved)),

  NOTIFIES_AGAIN(
      "A repeated PlaceOrder notifies again",
      "When a placed order is repeated, the coordinator repeats every message, notifications too.",
      """
      The customer who repeats the order must receive the outcome again: that is the purpose of the order
      id. The picker must not: a second PickOrder is a second parcel. Replies to customers may be
      repeated, notifications that make people act may not.""",
      CoordinatorBugs.of(CoordinatorBugs::notifiesAgain)),

  PLACES_ON_THE_FIRST_ASSIGNED(
      "The first Assigned places the order",
      "The coordinator does not wait for the other branches.",
      """
      All have replied Reserved, so all should be able to carry out Commit; but a hold may expire before
      Commit arrives, and goods may be written off. Until the last branch is assigned the decision is
      open, and an OrderPlaced that was published too early would have to be revoked.""",
      CoordinatorBugs.of(CoordinatorBugs::placesOnTheFirstAssigned)),

  COMMITS_ONE_BY_ONE(
      "Commit goes to each branch as soon as it has reserved",
      "The coordinator does not wait for the last Reserved.",
      """
      This is a saga: do, and undo if the rest fails. In between the goods are sold to an order that may
      fail. Two phases cost one more exchange of messages, and in return nothing is final before
      everything is possible.""",
      CoordinatorBugs.of(CoordinatorBugs::commitsOneByOne)),

  BOUNDS_RELEASE(
      "Release is given up after some attempts, as Commit is",
      "The coordinator closes the order although not every branch has acknowledged Release.",
      """
      Giving up Commit is safe, because Release follows. Nothing follows Release: a reservation expires,
      but an assignment stays for ever. Therefore Commit is bounded and Release is not, independent of
      the downtime of a participant.""",
      CoordinatorBugs.of(CoordinatorBugs::boundsRelease)),

  RELEASES_ONCE(
      "Release is not repeated",
      "The coordinator sends Release once and waits.",
      """
      Kafka loses no acknowledged record, but topics have a retention, and a participant may be down for
      longer. Whoever waits for a reply needs a timer, in every phase: otherwise one lost record leaves
      an order in flight for ever.""",
      CoordinatorBugs.of(CoordinatorBugs::releasesOnce)),

  LEAVES_THE_ASSIGNED_ALONE(
      "Release is not sent to a branch that is assigned",
      "When one branch fails to commit, the coordinator releases only those that are reserved.",
      """
      This is the dangerous half of a rejected order: one branch replied Assigned, the other could not.
      Only the coordinator knows that the first must be undone. Release goes to every branch that may
      hold something, independent of its last reply.""",
      CoordinatorBugs.of(CoordinatorBugs::leavesTheAssignedAlone)),

  FORGETS_THE_LEASE(
      "The coordinator does not check its lease before it commits",
      "When the last Reserved arrives, Commit is sent without a time limit.",
      """
      If the timer that should have rejected the order was late itself (the coordinator was down),
      Reserved events from long ago are read first. Committing then is a race with the holds: one branch
      succeeds, the other expires, and an assignment must be undone. The lease is counted from the time
      at which Reserve was sent, the hold from the time at which it was applied, so the lease always ends
      first, and no two clocks are compared.""",
      CoordinatorBugs.of(CoordinatorBugs::forgetsTheLease)),

  PLACES_LATE(
      "A late Assigned still places the order",
      "After giving up, the coordinator still counts replies, and places the order when all arrived.",
      """
      The customer has read the rejection, and may have ordered elsewhere by now. A branch with a late
      Assigned is released like any other: no transition leads back from RELEASING.""",
      CoordinatorBugs.of(CoordinatorBugs::placesLate)),

  CANCELS_WHAT_IS_PLACED(
      "A placed order can be cancelled",
      "The coordinator answers CancelOrder with OrderRejected, even after OrderPlaced.",
      """
      By then people are at work. An outcome is final; undoing a placed order requires a separate process
      (a return), not a second outcome of this order.""",
      CoordinatorBugs.of(CoordinatorBugs::cancelsWhatIsPlaced)),

  BEGINS_AGAIN(
      "A repeated PlaceOrder is treated as a new order",
      "A closed order is forgotten at once, so that its id starts a new order.",
      """
      Clients repeat requests without a timely reply, and Kafka delivers the first one as well. The order
      id is the idempotency key: outcomes are remembered for the retention, and repeated for a repeated
      order.""",
      CoordinatorBugs.of(CoordinatorBugs::beginsAgain)),

  TIMES_OUT_IN_SILENCE(
      "An order that times out is given up without an outcome",
      "The coordinator releases the branches but publishes no rejection.",
      """
      The customer receives the outcome as soon as it is certain, not when everything is released, and in
      every case. Without a reply a client can only guess, and orders again.""",
      CoordinatorBugs.of(CoordinatorBugs::timesOutInSilence)),

  OBEYS_ANY_TIMER(
      "The coordinator acts on a stale timer",
      "It acts on the timer index without comparing the order's deadline.",
      """
      Deadlines move with every phase and every attempt, and an index may still contain old ones. So a
      timer is only a hint; the state decides. Without the comparison the Commit attempts are used up at
      once, and orders are rejected for a timeout that did not happen.""",
      CoordinatorBugs.of(CoordinatorBugs::obeysAnyTimer)),

  LEAVES_THE_TIMER_TO_THE_PUNCTUATOR(
      "Commit does not compare the timer",
      "A hold ends only when the punctuator runs.",
      """
      A punctuator runs between records; behind a long backlog, or just after a restart, it is late. If
      Commit relied on it, the duration of a hold would be random, and the lease, on which the
      coordinator relies, would be meaningless. So Commit compares the timer when it is applied, before
      anything is written.""",
      ParticipantBugs.of(ParticipantBugs.LeavesTheTimerToThePunctuator::new)),

  COMMITS_WHAT_HAS_EXPIRED(
      "Commit revives an expired reservation",
      "A participant that gave the resource back still replies Assigned.",
      """
      A released resource may belong to another order by now. After EXPIRED, REFUSED and RELEASED nothing
      is held any more; Commit can only be answered with a final AssignmentFailed.""",
      ParticipantBugs.of(ParticipantBugs.CommitsWhatHasExpired::new)),

  ASSIGNS_AT_ONCE(
      "Reserve assigns at once",
      "The participant skips a phase: the reservation is final at once.",
      """
      Such a reservation has no timer, and if the coordinator never returns, nobody can decide if it may
      be given to another order. Only the coordinator knows that all branches agree; only its Commit
      makes anything final.""",
      ParticipantBugs.of(ParticipantBugs.AssignsAtOnce::new)),

  KEEPS_WHAT_IS_ASSIGNED(
      "Release does not undo an assignment",
      "The participant answers Released, but the assignment stays.",
      """
      Assigned is final for the participant, not for the order: while the other branch may still fail,
      the coordinator must be able to undo it. Only PLACED ends that, and after PLACED no Release is
      sent.""",
      ParticipantBugs.of(ParticipantBugs.KeepsWhatIsAssigned::new)),

  ANSWERS_RELEASE_ONCE(
      "Release is answered only if there is something to give back",
      "A participant that holds nothing for the order sends no reply.",
      """
      Released does not mean "I have given back" but "I hold nothing of this order". After an expired hold
      or a lost reply the coordinator cannot know this, repeats Release, and must receive a reply.
      Otherwise it repeats Release for ever.""",
      ParticipantBugs.of(ParticipantBugs.AnswersReleaseOnce::new)),

  FORGETS_THE_FENCE(
      "The fence against a late Reserve is removed by the first one",
      "A Reserve after Release is refused, and then the order is forgotten.",
      """
      A record can be repeated: an offset is reset, a topic is copied. If Reserve is repeated after
      Release, the resource would be held for a closed order, and never released. So the end of a branch
      is remembered for the retention, independent of the number of hits.""",
      ParticipantBugs.of(ParticipantBugs.ForgetsTheFence::new)),

  RESERVES_TWICE(
      "A repeated Reserve takes again",
      "The participant does not check for an earlier reservation of the order.",
      """
      The second unit belongs to no reservation: it is lost. Every command is decided from the state of
      the branch, not from the last command; a repeat gets an equal reply.""",
      ParticipantBugs.of(ParticipantBugs.ReservesTwice::new)),

  PROLONGS_THE_HOLD(
      "A repeated Reserve prolongs the hold",
      "Every Reserve resets the timer.",
      """
      The coordinator counts its lease from its first Reserve. A copy of that Reserve that arrives much
      later would block the resource, for an order that was perhaps rejected long ago. A timer is set
      once.""",
      ParticipantBugs.of(ParticipantBugs.ProlongsTheHold::new)),

  EXPIRES_WHAT_IS_ASSIGNED(
      "A participant acts on a stale timer",
      "The timer of a reservation that was made final fires, and ends it.",
      """
      A timer index may still contain a reservation that was committed. An assignment has no timer any
      more: only Release ends it. Without a check of the state, goods of a placed order are sold
      again.""",
      ParticipantBugs.of(ParticipantBugs.ObeysAnyTimer::new)),

  REPLACES_IN_SILENCE(
      "An agent is replaced without an event",
      "When a held agent goes offline another takes over, but Reserved is not repeated.",
      """
      The customer and the agents need not know, but the log must: audits count the agents of orders from
      the topics alone. A change without an event makes the next one look like a double booking.""",
      ParticipantBugs.of(ParticipantBugs.ReplacesInSilence::new)),

  TAKES_LINES_ONE_BY_ONE(
      "The lines of an order are taken one by one",
      "The first line is taken; the second is short; the order is refused, and the first stays taken.",
      """
      A reservation takes all lines or none. Everything is checked first, then everything is taken; a
      refusal changes nothing.""",
      ParticipantBugs.of(ParticipantBugs.TakesLinesOneByOne::new)),

  WRITES_OFF_WHAT_IS_HELD(
      "A write-off ignores reservations",
      "The available stock is corrected; reservations stay unchanged.",
      """
      Written-off goods are gone, independent of promises. If they were only held, the reservation must be
      lost, so that Commit fails and the customer receives a true rejection. If they were assigned, the
      write-off is refused as a whole.""",
      SupplyBugs.ofStock(SupplyBugs.WritesOffWhatIsHeld::new)),

  FORGETS_THE_TRIP(
      "An agent who comes online again is free",
      "The app lost its connection in the middle of a trip; back online, the agent is given another.",
      """
      Online and free are different properties. An agent with an order keeps it until it is delivered or
      released, independent of the app's connection.""",
      SupplyBugs.ofAgents(SupplyBugs.ForgetsTheTrip::new)),

  TAKES_THE_AGENT_AWAY(
      "An agent who goes offline is taken from the order, and the reservation stays unchanged",
      "The agent's entry is changed, the reservation that points to it is not.",
      """
      Two entries about one fact change together or not at all. If they ever disagree, the next decision
      stops the service, naming both: stopping is better than continuing with a trip that nobody
      makes.""",
      SupplyBugs.ofAgents(SupplyBugs.TakesTheAgentAway::new));

  private final String title;
  private final String defect;
  private final String reason;
  private final Decisions decisions;

  PlantedBug(String title, String defect, String reason, Decisions decisions) {
    this.title = title;
    this.defect = defect;
    this.reason = reason;
    this.decisions = decisions;
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

  /** Returns none: these defects show without it. */
  @Override
  public Set<SentAhead> sentAhead() {
    return Set.of();
  }
}
