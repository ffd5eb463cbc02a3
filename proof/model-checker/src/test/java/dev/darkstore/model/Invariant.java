package dev.darkstore.model;

/** Property that must hold in every state, or at every quiet end. */
enum Invariant {
  STOCK("available + reserved + assigned = supplied for every sku, and none is negative"),
  AGENTS("no agent has two orders"),
  ONE_OUTCOME("an order has one outcome, never contradicted, and has it once all is quiet"),
  ATOMICITY(
      "placed ⇒ from then on store and agent are assigned; not placed ⇒ in the end both are free"),
  CAUSE("placed ⇒ every branch had said Reserved, and after that every branch had said Assigned"),
  SILENCE("a notification ⇒ the order was placed; one for each branch"),
  COMMIT("a participant makes a reservation final only on Commit"),
  EXPIRY("a timer acts at its time, not before, and from then on no Commit makes the hold final"),
  FENCE("once a branch was released, refused or expired, it never holds anything for the order"),
  LEASE("committing begins only while the lease covers all the time that Commit may take"),
  LOG("what a reservation holds changes only together with an event that says so"),
  NO_LEAK("once all is quiet nothing is reserved, nothing is in flight and no timer is left"),
  PROGRESS("from every state a quiet end can be reached without help from outside"),
  NO_BREAKDOWN("no decision breaks off with an error");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
