package dev.darkstore.model;

/**
 * Notes about one order, packed into an int: if it was placed on the topic, the published outcome,
 * and the replies that the coordinator has read from each branch. The replies are dropped with the
 * outcome, since they are needed only to check its cause.
 */
final class OrderNotes {
  static final int EMPTY = 0;

  private static final int PUT_IN = 1;
  private static final int PLACED = 2;
  private static final int REJECTED = 4;
  private static final int OUTCOME = PUT_IN | PLACED | REJECTED;
  private static final int FIRST_BRANCH = 3;
  private static final int RESERVED = 1;
  private static final int ASSIGNED = 2;

  private OrderNotes() {}

  static boolean isPutIn(int ledger) {
    return (ledger & PUT_IN) != 0;
  }

  static boolean isPlaced(int ledger) {
    return (ledger & PLACED) != 0;
  }

  static boolean isRejected(int ledger) {
    return (ledger & REJECTED) != 0;
  }

  static boolean isDecided(int ledger) {
    return (ledger & (PLACED | REJECTED)) != 0;
  }

  static int putIn(int ledger) {
    return ledger | PUT_IN;
  }

  static int placed(int ledger) {
    return (ledger | PLACED) & OUTCOME;
  }

  static int rejected(int ledger) {
    return (ledger | REJECTED) & OUTCOME;
  }

  static int heardReserved(int ledger, int branch) {
    return isDecided(ledger) ? ledger : ledger | RESERVED << shift(branch);
  }

  static int heardAssigned(int ledger, int branch) {
    return isDecided(ledger) ? ledger : ledger | ASSIGNED << shift(branch);
  }

  static boolean allHeardReserved(int ledger, int branches) {
    return allHeard(ledger, branches, RESERVED);
  }

  static boolean allHeardAssigned(int ledger, int branches) {
    return allHeard(ledger, branches, ASSIGNED);
  }

  private static boolean allHeard(int ledger, int branches, int what) {
    for (int branch = 0; branch < branches; branch++) {
      if ((ledger >> shift(branch) & what) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int shift(int branch) {
    return FIRST_BRANCH + 2 * branch;
  }
}
