package dev.darkstore.planted;

import java.util.Set;

/**
 * Protocols with one defect each. Each breaks one rule, and each is found, by the model checker in
 * this module and by whoever else runs {@link #decisions()}.
 */
public enum PlantedBug implements Planted {
  NOTIFIES_WHEN_RESERVED(
      "People are notified when everything is reserved",
      "The coordinator sends PickOrder and DeliverOrder together with Commit.",
      """
      A reservation is a promise for a while, and Commit may still fail: goods are written off, the
      hold runs out while the participant is down. A picker who has packed by then has packed an
      order that does not exist. PLACED is the only commit point, so notifications leave in the Kafka
      transaction that tells it.""",
      CoordinatorBugs.of(CoordinatorBugs::notifiesWhenReserved)),

  NOTIFIES_AGAIN(
      "A repeated PlaceOrder notifies again",
      "When a placed order is put in again, the coordinator tells everybody once more, pickers too.",
      """
      The customer who asks again must hear the outcome again: that is what the order id is for. The
      picker must not: a second PickOrder is a second parcel. What is told to customers may be
      repeated, what makes people act may not.""",
      CoordinatorBugs.of(CoordinatorBugs::notifiesAgain)),

  PLACES_ON_THE_FIRST_ASSIGNED(
      "The first Assigned places the order",
      "The coordinator takes one Assigned for all of them.",
      """
      All have said Reserved, so all ought to be able to carry out Commit; but a hold may run out
      before Commit arrives, and goods may be written off. Until the last branch is assigned the
      decision is open, and a customer who was told PLACED too soon has to be disappointed.""",
      CoordinatorBugs.of(CoordinatorBugs::placesOnTheFirstAssigned)),

  COMMITS_ONE_BY_ONE(
      "Commit goes to each branch as soon as it has reserved",
      "The coordinator does not wait for the last Reserved.",
      """
      This is a saga: do, and undo if the rest fails. In between the goods are sold to an order that
      may come to nothing. Two phases cost one more exchange of messages, and in return nothing is
      final before everything is possible.""",
      CoordinatorBugs.of(CoordinatorBugs::commitsOneByOne)),

  BOUNDS_RELEASE(
      "Release is given up after some attempts, as Commit is",
      "The coordinator closes the order although not every branch has acknowledged Release.",
      """
      To give up Commit is safe, because Release follows. After Release nothing follows: what was
      reserved runs out by itself, but what was assigned stays assigned for ever. Therefore Commit is
      bounded and Release is not, however long a participant is down.""",
      CoordinatorBugs.of(CoordinatorBugs::boundsRelease)),

  RELEASES_ONCE(
      "Release is not repeated",
      "The coordinator sends Release once and waits.",
      """
      Kafka loses nothing that it was given, but topics have a retention, and a participant may be
      down for longer. Whoever waits for an answer needs a timer, in every phase: else one lost
      record leaves an order in flight for ever.""",
      CoordinatorBugs.of(CoordinatorBugs::releasesOnce)),

  LEAVES_THE_ASSIGNED_ALONE(
      "Release is not sent to a branch that is assigned",
      "When one branch fails to commit, the coordinator releases only those that are merely reserved.",
      """
      That is the dangerous half of a rejected order: one branch said Assigned, the other could not.
      Nobody else knows that the first must be undone. Release goes to every branch that may have
      anything, whatever it has said last.""",
      CoordinatorBugs.of(CoordinatorBugs::leavesTheAssignedAlone)),

  FORGETS_THE_LEASE(
      "The coordinator does not look at its lease before it commits",
      "When the last Reserved comes, Commit is sent, however late it is.",
      """
      If the timer that should have given up the order came late itself (the coordinator was down),
      Reserved events from long ago are read first. To commit then is to start a race with the holds:
      one branch gets through, the other runs out, and an assignment has to be undone. The lease is
      counted from when Reserve was sent, the hold from when it was applied, so the lease always ends
      first, and no two clocks are compared.""",
      CoordinatorBugs.of(CoordinatorBugs::forgetsTheLease)),

  PLACES_LATE(
      "A late Assigned still places the order",
      "After giving up, the coordinator goes on counting, and places the order when all have come.",
      """
      The customer has been told no, and may have ordered elsewhere by now. A branch that was slow to
      say Assigned is released like any other: nothing leads back from RELEASING.""",
      CoordinatorBugs.of(CoordinatorBugs::placesLate)),

  CANCELS_WHAT_IS_PLACED(
      "A placed order can be cancelled",
      "The coordinator answers CancelOrder with OrderRejected, even after OrderPlaced.",
      """
      By then people are at work. An outcome is told once and for all; who wants to undo a placed
      order needs a process of its own (a return), not a second outcome of the same order.""",
      CoordinatorBugs.of(CoordinatorBugs::cancelsWhatIsPlaced)),

  BEGINS_AGAIN(
      "A repeated PlaceOrder is taken for a new order",
      "What is closed is forgotten at once, so that the same order id begins anew.",
      """
      Clients repeat what was not answered in time, and Kafka delivers what they wrote first as well.
      The order id is the idempotency key: outcomes are remembered for the retention, and asked again
      the coordinator says what it said.""",
      CoordinatorBugs.of(CoordinatorBugs::beginsAgain)),

  TIMES_OUT_IN_SILENCE(
      "An order that times out is given up without a word",
      "The coordinator releases the branches but does not tell the customer.",
      """
      The customer hears as soon as the answer is certain, not when everything is cleared up, and in
      every case. With no answer a client can only guess, and orders again.""",
      CoordinatorBugs.of(CoordinatorBugs::timesOutInSilence)),

  OBEYS_ANY_TIMER(
      "The coordinator obeys a stale timer",
      "It acts on whatever the timer index says, without comparing the order's deadline.",
      """
      Deadlines move with every phase and every attempt, and an index may still hold the old ones. So
      a timer only asks; the state answers. Without the comparison the attempts of Commit are used up
      at once and orders are rejected for a timeout that never was.""",
      CoordinatorBugs.of(CoordinatorBugs::obeysAnyTimer)),

  LEAVES_THE_TIMER_TO_THE_PUNCTUATOR(
      "Commit does not look at the clock",
      "A hold ends when the punctuator comes round, and not before.",
      """
      A punctuator runs between records; behind a long backlog, or just after a restart, it comes
      late. If Commit relied on it, how long a hold lasts would be a matter of luck, and the lease,
      on which the coordinator relies, would mean nothing. So Commit compares the timer when it is
      applied, before anything is written.""",
      ParticipantBugs.of(ParticipantBugs.LeavesTheTimerToThePunctuator::new)),

  COMMITS_WHAT_HAS_EXPIRED(
      "Commit brings back what has expired",
      "A participant that gave the resource back says Assigned all the same.",
      """
      What was given back may be another order's by now. After EXPIRED, REFUSED and RELEASED nothing
      is held, for good; Commit can only be answered with a final AssignmentFailed.""",
      ParticipantBugs.of(ParticipantBugs.CommitsWhatHasExpired::new)),

  ASSIGNS_AT_ONCE(
      "Reserve makes final",
      "The participant skips a phase: what is reserved is the order's.",
      """
      It has no timer then, and if the coordinator never comes back nobody can tell whether it may be
      given to someone else. Only the coordinator knows that all branches agree; only its Commit makes
      anything final.""",
      ParticipantBugs.of(ParticipantBugs.AssignsAtOnce::new)),

  KEEPS_WHAT_IS_ASSIGNED(
      "Release does not undo an assignment",
      "The participant answers Released, but what is final stays final.",
      """
      Assigned is final for the participant, not for the order: while the other branch may still fail,
      the coordinator must be able to take it back. Only PLACED ends that, and after PLACED no Release
      is sent.""",
      ParticipantBugs.of(ParticipantBugs.KeepsWhatIsAssigned::new)),

  ANSWERS_RELEASE_ONCE(
      "Release is answered only if there is something to give back",
      "A participant that holds nothing for the order says nothing.",
      """
      Released does not mean "I have given back" but "I have nothing of this order". A hold that ran
      out just before, an answer that was lost: the coordinator cannot tell, asks again, and must be
      answered again. Otherwise it asks for ever.""",
      ParticipantBugs.of(ParticipantBugs.AnswersReleaseOnce::new)),

  FORGETS_THE_FENCE(
      "The fence against a late Reserve falls at the first hit",
      "A Reserve after Release is refused, and then the order is forgotten.",
      """
      A record can come again: an offset is reset, a topic is copied. If Reserve comes again after
      Release, the resource would be held for an order that is over, and nobody would release it. So
      the end of a branch is remembered for the retention, however often it is run against.""",
      ParticipantBugs.of(ParticipantBugs.ForgetsTheFence::new)),

  RESERVES_TWICE(
      "A repeated Reserve takes again",
      "The participant does not look whether it has reserved for the order before.",
      """
      The second unit is on no reservation: it is lost to everybody. Every command is decided from
      what the branch is, not from what it was told last; a repeat gets the same answer.""",
      ParticipantBugs.of(ParticipantBugs.ReservesTwice::new)),

  PROLONGS_THE_HOLD(
      "A repeated Reserve prolongs the hold",
      "The timer is set anew whenever Reserve comes.",
      """
      The coordinator counts its lease from when it sent Reserve. A copy of that Reserve that comes
      much later would keep the resource from others, for an order that was perhaps given up long ago.
      A timer is set once.""",
      ParticipantBugs.of(ParticipantBugs.ProlongsTheHold::new)),

  EXPIRES_WHAT_IS_ASSIGNED(
      "A participant obeys a stale timer",
      "The timer of a reservation rings although it has been made final, and is believed.",
      """
      A timer index may still name a reservation whose Commit has come. What is assigned has no timer
      any more: only Release takes it back. Without the look at the state, goods of a placed order are
      sold again.""",
      ParticipantBugs.of(ParticipantBugs.ObeysAnyTimer::new)),

  REPLACES_IN_SILENCE(
      "An agent is replaced and the topic is not told",
      "When a held agent goes offline another takes over, but Reserved is not said again.",
      """
      The customer and the agents need not know, but the log must: audits count from the topics
      alone who has whom. A change that is not said makes the next one look like a double booking.""",
      ParticipantBugs.of(ParticipantBugs.ReplacesInSilence::new)),

  TAKES_LINES_ONE_BY_ONE(
      "The lines of an order are taken one by one",
      "The first line is taken; the second is short; the order is refused, and the first stays taken.",
      """
      A reservation takes all lines or none. Everything is looked at first, then everything is taken;
      a refusal changes nothing.""",
      ParticipantBugs.of(ParticipantBugs.TakesLinesOneByOne::new)),

  WRITES_OFF_WHAT_IS_HELD(
      "A write-off does not look at what is held",
      "The number on the shelf is corrected; reservations are left as they are.",
      """
      What is written off is not there, whoever was promised it. If it was only held, the reservation
      must be lost, so that Commit fails and the customer hears the truth. If it was assigned, the
      write-off is refused whole.""",
      SupplyBugs.ofStock(SupplyBugs.WritesOffWhatIsHeld::new)),

  FORGETS_THE_TRIP(
      "An agent who comes online again is free",
      "The app lost its connection in the middle of a trip; back online, the agent is given another.",
      """
      Online and free are two things. Who has an order keeps it until it is delivered or released,
      whatever the app's connection does.""",
      SupplyBugs.ofAgents(SupplyBugs.ForgetsTheTrip::new)),

  TAKES_THE_AGENT_AWAY(
      "An agent who goes offline is taken from the order, and the reservation is not told",
      "The agent's entry is changed, the reservation that points to it is not.",
      """
      Two records that speak of the same thing change together or not at all. If they ever disagree,
      the next decision stops the service, naming both: to stop is better than to go on with a trip
      that nobody makes.""",
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

  /** Nothing: these defects show without it. */
  @Override
  public Set<SentAhead> sentAhead() {
    return Set.of();
  }
}
