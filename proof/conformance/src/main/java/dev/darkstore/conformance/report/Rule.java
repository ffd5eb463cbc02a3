package dev.darkstore.conformance.report;

/** Rules of a participant, each with its place in {@code schemas/PROTOCOL.md}. */
public enum Rule {
  RESERVE(
      "Reserve takes everything or nothing, and is answered",
      "Reserve | unknown, and the resource is free"),
  RESERVE_REPEATED(
      "a repeated Reserve gets the first reply and does not prolong the timer",
      "Reserve | known, and not expired"),
  LEASE(
      "leftMillis is the remaining time of the hold",
      "leftMillis of Reserved is the remaining time of the hold"),
  REFUSAL(
      "a refusal has a detail, is remembered, and is never a vote",
      "Reserve | unknown, and the resource is not free"),
  OUTDATED(
      "a Reserve that is older than the retention is refused, and remembered as refused",
      "Refuse a Reserve that is older than the retention"),
  ATTRIBUTES(
      "an attribute that the participant does not know is ignored",
      "Ignore attributes that you do not know"),
  COMMIT("Commit makes a reservation final", "Commit | reserved, the timer has not run out"),
  COMMIT_REPEATED("a repeated Commit gets Assigned with an equal holding", "Commit | assigned"),
  COMMIT_FAILED(
      "Commit of anything not reserved fails, and not retryably",
      "Commit | any other, or the timer has run out by now"),
  TIMER(
      "the timer is compared when Commit is applied",
      "The timer is compared when Commit is applied"),
  EXPIRY(
      "a reservation expires by itself, when its hold is over and not before",
      "– | reserved, and the timer has run out"),
  ASSIGNMENT_STAYS("an assignment has no timer", "an assignment until Settle or Release arrives"),
  RELEASE("Release gives back a reservation or an assignment", "Release | reserved or assigned"),
  RELEASE_REPEATED("every Release is answered with Released", "Release | any other"),
  FENCE("a Reserve after Release is refused", "The fence."),
  SETTLE("Settle has no reply and changes no holding", "Settle | any other"),
  TRANSACTION(
      "transactions of one order id are independent; a reply copies its ids",
      "Every request names its transactionId"),
  CAPACITY("no unit is taken twice, given back twice, or lost", "take all or nothing"),
  KEY(
      "replies have the order id as key and are on its murmur2 partition",
      "Reply under the order's key"),
  VOTE(
      "a vote is the Reserved that the events contain too",
      "It may also write each Reserved at once"),
  UNSOLICITED("only replies are written, one for each request", "It writes only replies"),
  READABLE(
      "replies are Avro of a known schema, within the limits",
      "A value is an Avro record in single-object encoding"),
  CONTINUES(
      "a record that cannot be processed stops nothing",
      "the service continues with the partition"),
  DURABLE("replies are equal after a restart, and none is lost", "Reply atomically.");

  private final String sentence;
  private final String place;

  Rule(String sentence, String place) {
    this.sentence = sentence;
    this.place = place;
  }

  /** Returns the rule as a sentence, without a full stop. */
  public String sentence() {
    return sentence;
  }

  /** Returns the place in PROTOCOL.md: text of a row of a table, or of a paragraph. */
  public String place() {
    return place;
  }
}
