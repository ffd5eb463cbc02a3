package dev.darkstore.conformance.scenario;

import dev.darkstore.client.log.EventText;
import dev.darkstore.conformance.report.Exchange;
import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Claim;
import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.Outgoing;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Settle;
import dev.darkstore.schemas.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Branch of one transaction, as the coordinator sees it: requests sent, replies received. */
final class BranchOrder {
  /** Inaccuracy of two clocks over the duration of a scenario. */
  private static final long CLOCKS_MILLIS = 50;

  private static final int EXCHANGES_MAX = 60;

  private final Play play;
  private final String orderId;
  private final long transactionId;
  private final Claim claim;
  private final List<Entry> log = new ArrayList<>();
  private final List<Reply> events = new ArrayList<>();
  private final List<Reply> votes = new ArrayList<>();
  private int read;
  private int reserves;
  private int commits;
  private int releases;
  private boolean isSettled;
  private boolean isRestarted;
  private boolean isAnswered;
  private long holdMillis;
  private long lastSentMillis;
  private long firstReserveMillis;
  private Reply first;

  /** Record of the log. */
  private record Entry(long atMillis, Supplier<String> position, String text) {}

  BranchOrder(Play play, String orderId, long transactionId, Claim claim) {
    this.play = play;
    this.orderId = orderId;
    this.transactionId = transactionId;
    this.claim = claim;
  }

  String orderId() {
    return orderId;
  }

  long transactionId() {
    return transactionId;
  }

  Claim claim() {
    return claim;
  }

  Play play() {
    return play;
  }

  List<Reply> events() {
    return events;
  }

  List<Reply> votes() {
    return votes;
  }

  int reserves() {
    return reserves;
  }

  int commits() {
    return commits;
  }

  int releases() {
    return releases;
  }

  boolean isSettled() {
    return isSettled;
  }

  /** Returns true if the participant was restarted meanwhile, so that replies may be repeated. */
  boolean isRestarted() {
    return isRestarted;
  }

  void restarted() {
    isRestarted = true;
  }

  long holdMillis() {
    return holdMillis;
  }

  /** Returns the earliest time at which the hold can end. */
  long earliestExpiryMillis() {
    return firstReserveMillis + holdMillis;
  }

  /** Returns the time at which the hold has certainly ended. */
  long latestExpiryMillis() {
    return first.readMillis() + holdMillis;
  }

  void sendReserve(long hold) {
    sendReserve(hold, play.nowMillis());
  }

  void sendReserve(long hold, long timestampMillis) {
    if (reserves == 0) {
      holdMillis = hold;
      firstReserveMillis = play.nowMillis();
    }
    reserves++;
    command(
        new Reserve(
            hold,
            claim.customerId(),
            claim.storeId(),
            claim.zoneId(),
            claim.lines(),
            claim.attributes()),
        timestampMillis);
  }

  void sendCommit() {
    commits++;
    command(new Commit(commits), play.nowMillis());
  }

  void sendRelease() {
    releases++;
    release(new Release(releases));
  }

  /** Sends Settle of an assignment, which is never released from then on. */
  void sendSettle() {
    isSettled = true;
    release(new Settle());
  }

  /** Sends Settle although nothing is assigned. */
  void sendStraySettle() {
    release(new Settle());
  }

  private void command(Object body, long timestampMillis) {
    send(
        topics().commands(),
        EventCodec.BRANCH_COMMANDS.encode(
            new BranchCommand(orderId, claim.branchKey(), transactionId, body)),
        timestampMillis,
        body);
  }

  private void release(Object body) {
    send(
        topics().releases(),
        EventCodec.BRANCH_RELEASES.encode(
            new BranchRelease(orderId, claim.branchKey(), transactionId, body)),
        play.nowMillis(),
        body);
  }

  private void send(String topic, byte[] value, long timestampMillis, Object body) {
    lastSentMillis = play.nowMillis();
    Supplier<String> position =
        play.send(
            new Outgoing(
                topic,
                OptionalInt.empty(),
                claim.branchKey().getBytes(StandardCharsets.UTF_8),
                value,
                timestampMillis));
    log.add(new Entry(lastSentMillis, position, "sent " + text(body)));
  }

  private BranchTopics topics() {
    return play.topics();
  }

  private String text(Object body) {
    String transaction = transactionId == 1 ? "" : " of transaction " + transactionId;
    return EventText.evidence(body) + transaction;
  }

  /** Returns true if any record about this order was read. */
  boolean isAnswered() {
    return isAnswered;
  }

  /** Takes down a reply or a vote. */
  void received(Reply reply, boolean isVote) {
    isAnswered = true;
    String left =
        reply.body() instanceof Reserved reserved ? ", left " + reserved.getLeftMillis() : "";
    log.add(new Entry(reply.readMillis(), reply.record()::position, text(reply.body()) + left));
    (isVote ? votes : events).add(reply);
  }

  /** Takes down a record that cannot be decoded. */
  void unreadable(Supplier<String> position, String detail) {
    isAnswered = true;
    log.add(new Entry(play.nowMillis(), position, "unreadable: " + detail));
  }

  /** Returns the records of this order so far. */
  List<Exchange> exchanges() {
    if (log.isEmpty()) {
      return List.of();
    }
    long begin = log.get(0).atMillis();
    return log.stream()
        .limit(EXCHANGES_MAX)
        .map(entry -> new Exchange(entry.atMillis() - begin, entry.position().get(), entry.text()))
        .toList();
  }

  /** Returns true if there is a reply that {@link #next} has not returned yet. */
  boolean hasNext() {
    return read < events.size();
  }

  /** Returns true if there is such a reply, other than that the hold has ended. */
  boolean hasNextBesideExpiry() {
    return events.stream()
        .skip(read)
        .anyMatch(reply -> !(reply.body() instanceof ReservationExpired));
  }

  /** Waits for the next reply; a missing one is a finding of this rule. */
  Reply next(Rule rule, String request) {
    play.await(this::hasNext, play.options().patienceMillis());
    play.require(
        hasNext(),
        rule,
        this,
        "%s was not answered within %d ms".formatted(request, play.options().patienceMillis()));
    return events.get(read++);
  }

  /** Waits for the next reply, which must be of this type. */
  <T> T expect(Rule rule, String request, Class<T> type) {
    return expected(rule, request, type, next(rule, request));
  }

  /** Waits for the next reply that is not ReservationExpired. */
  Reply nextBesideExpiry(Rule rule, String request) {
    Reply reply = next(rule, request);
    while (reply.body() instanceof ReservationExpired) {
      reply = next(rule, request);
    }
    return reply;
  }

  /** Waits for the next reply that is not ReservationExpired; it must be of this type. */
  <T> T expectBesideExpiry(Rule rule, String request, Class<T> type) {
    return expected(rule, request, type, nextBesideExpiry(rule, request));
  }

  private <T> T expected(Rule rule, String request, Class<T> type, Reply reply) {
    play.require(
        type.isInstance(reply.body()),
        rule,
        this,
        "%s was answered with %s; %s is expected"
            .formatted(request, reply.name(), type.getSimpleName()));
    return type.cast(reply.body());
  }

  /** Reserves; a refusal is a finding of this rule. */
  Reserved reserve(Rule rule, long hold) {
    sendReserve(hold);
    Reserved reserved = expect(rule, "Reserve", Reserved.class);
    first = events.get(read - 1);
    play.require(
        reserved.getLeftMillis() > 0,
        Rule.LEASE,
        this,
        "leftMillis of the first reply is not positive");
    return reserved;
  }

  /** Tries to reserve, and returns true if it was reserved. */
  boolean tries(Rule rule, long hold) {
    sendReserve(hold);
    Reply reply = next(rule, "Reserve");
    play.require(
        reply.body() instanceof Reserved || reply.body() instanceof ReservationRefused,
        rule,
        this,
        "Reserve was answered with " + reply.name());
    first = reply;
    return reply.body() instanceof Reserved;
  }

  /** Repeats Reserve, which must get the first reply again. */
  void reserveAgain(Rule rule) {
    sendReserve(holdMillis);
    requireRepeated(rule, next(rule, "a repeated Reserve"));
  }

  /** Repeats Reserve, and returns true if the hold has not ended before the reply. */
  boolean reserveAgainInTime(Rule rule) {
    sendReserve(holdMillis);
    Reply reply = next(rule, "a repeated Reserve");
    if (!(reply.body() instanceof Reserved) && reply.readMillis() >= earliestExpiryMillis()) {
      return false;
    }
    requireRepeated(rule, reply);
    return true;
  }

  private void requireRepeated(Rule rule, Reply reply) {
    Reserved again = expected(rule, "a repeated Reserve", Reserved.class, reply);
    Reserved before = (Reserved) first.body();
    play.require(
        again.getHolding().equals(before.getHolding()),
        rule,
        this,
        "the reply to a repeated Reserve has another holding");
    play.require(
        again.getExpiresAt().equals(before.getExpiresAt()),
        rule,
        this,
        "the reply to a repeated Reserve has another expiresAt");
    long passedMillis = lastSentMillis - first.readMillis();
    play.require(
        again.getLeftMillis() <= Math.max(0, holdMillis - passedMillis + CLOCKS_MILLIS),
        Rule.LEASE,
        this,
        "leftMillis is %d, at least %d ms after a Reserve with a hold of %d ms"
            .formatted(again.getLeftMillis(), passedMillis, holdMillis));
  }

  /** Sends Reserve, which must be refused. */
  ReservationRefused refused(Rule rule) {
    sendReserve(ConformanceOptions.LONG_HOLD_MILLIS);
    return expect(rule, "Reserve", ReservationRefused.class);
  }

  /** Sends Commit, which must lead to an assignment of the reserved units. */
  Assigned commit(Rule rule) {
    sendCommit();
    return assigned(rule, "Commit");
  }

  /** Sends Commit, and returns true if the hold has not ended before the reply. */
  boolean commitInTime() {
    sendCommit();
    Reply reply = nextBesideExpiry(Rule.COMMIT, "Commit");
    play.require(
        reply.body() instanceof Assigned || reply.readMillis() >= earliestExpiryMillis(),
        Rule.COMMIT,
        this,
        "Commit within the hold was answered with " + reply.name());
    return reply.body() instanceof Assigned;
  }

  /** Waits for Assigned, which must contain the reserved units. */
  Assigned assigned(Rule rule, String request) {
    Assigned assigned = expect(rule, request, Assigned.class);
    play.require(
        first == null
            || units(assigned.getHolding()).equals(units(((Reserved) first.body()).getHolding())),
        rule,
        this,
        "Assigned has other units than Reserved");
    return assigned;
  }

  /** Sends Commit, which must fail for good. */
  void commitFails(Rule rule) {
    sendCommit();
    failed(rule);
  }

  /** Waits for AssignmentFailed, which must not be retryable. */
  void failed(Rule rule) {
    AssignmentFailed failed = expectBesideExpiry(rule, "Commit", AssignmentFailed.class);
    play.require(!failed.getRetryable(), Rule.COMMIT_FAILED, this, "retryable is true");
  }

  /** Sends Release, which must be acknowledged. */
  Released release(Rule rule) {
    sendRelease();
    return expectBesideExpiry(rule, "Release", Released.class);
  }

  /** Sends Release, which must give back the reserved units. */
  void givesBack() {
    Released released = release(Rule.RELEASE);
    play.require(
        units(released.getHolding()).equals(units(((Reserved) first.body()).getHolding())),
        Rule.RELEASE,
        this,
        "Released has other units than Reserved");
  }

  /** Sends Release, which must give back nothing. */
  void releasesNothing(Rule rule) {
    play.require(
        release(rule).getHolding().isEmpty(),
        Rule.CAPACITY,
        this,
        "Released has units, although the order holds none");
  }

  /** Waits until the reservation has expired by itself, in time. */
  void expires(Rule rule) {
    long latestMillis = latestExpiryMillis() + play.options().toleranceMillis();
    play.await(this::hasNext, latestMillis - play.nowMillis());
    play.require(
        hasNext(),
        rule,
        this,
        "no ReservationExpired within %d ms after the end of the hold"
            .formatted(play.options().toleranceMillis()));
    Reply reply = events.get(read++);
    play.require(
        reply.body() instanceof ReservationExpired,
        rule,
        this,
        "ReservationExpired is expected, not " + reply.name());
    play.require(
        reply.readMillis() + CLOCKS_MILLIS >= earliestExpiryMillis(),
        rule,
        this,
        "ReservationExpired %d ms before the end of the hold"
            .formatted(earliestExpiryMillis() - reply.readMillis()));
  }

  private static Map<String, Integer> units(List<HeldUnit> holding) {
    Map<String, Integer> units = new TreeMap<>();
    holding.forEach(held -> units.merge(held.getUnit(), held.getQuantity(), Integer::sum));
    return units;
  }
}
