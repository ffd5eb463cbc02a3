package dev.darkstore.model;

/** Property that must hold in every state, or at every quiet end. */
enum Invariant {
  STOCK("available + reserved + assigned = supplied for every sku, and none is negative"),
  AGENTS("no agent has two orders"),
  ONE_OUTCOME("an order has one outcome, never contradicted, and has it once the world is quiet"),
  ATOMICITY("placed ⇒ afterwards store and agent are assigned; not placed ⇒ finally both are free"),
  CAUSE("placed ⇒ every branch had replied Reserved, and after that every branch Assigned"),
  SILENCE("a notification ⇒ the order was placed; one for each branch"),
  COMMIT("a participant makes a reservation final only on Commit"),
  EXPIRY("a timer fires at its time, not before, and afterwards no Commit makes the hold final"),
  FENCE("once a branch was released, refused or expired, it never holds anything for the order"),
  LEASE("committing begins only while the lease covers the commit budget"),
  LOG("the holding of a reservation changes only together with an event"),
  NO_LEAK("once the world is quiet nothing is reserved or in flight and no timer is left"),
  PROGRESS("from every state a quiet end can be reached without external events"),
  NO_BREAKDOWN("no decision throws an exception");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
