package dev.darkstore.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeLedgerTest {
  private static final long MILLI = 1_000_000;

  private final OutcomeLedger ledger = new OutcomeLedger();

  @Test
  void anAcknowledgedOrderIsOpenUntilItsOutcome() {
    ledger.sent("o-1", "s-1", "z-1", 0);
    assertThat(ledger.open()).isZero();

    ledger.acknowledged("o-1");
    assertThat(ledger.open()).isEqualTo(1);
    assertThat(ledger.openOrders(10)).containsExactly("o-1");

    assertThat(ledger.outcome("o-1", OutcomeLedger.PLACED, 20 * MILLI))
        .contains(new OutcomeLedger.Decided("o-1", "s-1", "z-1", 0));
    assertThat(ledger.open()).isZero();
    assertThat(ledger.totals().placed()).isEqualTo(1);
    assertThat(ledger.totals().latencyMaxMillis()).isEqualTo(20);
  }

  @Test
  void theOutcomeMayBeSeenBeforeTheAcknowledgement() {
    ledger.sent("o-1", "s-1", "z-1", 0);
    ledger.outcome("o-1", "OUT_OF_STOCK", MILLI);
    ledger.acknowledged("o-1");

    assertThat(ledger.open()).isZero();
    assertThat(ledger.totals().rejected()).containsEntry("OUT_OF_STOCK", 1);
  }

  @Test
  void theSameOutcomeAgainIsFineAndAnotherIsNot() {
    ledger.sent("o-1", "s-1", "z-1", 0);
    ledger.acknowledged("o-1");
    ledger.outcome("o-1", OutcomeLedger.PLACED, MILLI);

    assertThat(ledger.outcome("o-1", OutcomeLedger.PLACED, 2 * MILLI)).isEmpty();
    assertThat(ledger.totals().contradictions()).isEmpty();

    ledger.outcome("o-1", "CANCELLED", 3 * MILLI);
    assertThat(ledger.totals().contradictions())
        .containsExactly("o-1 was told CANCELLED after PLACED");
    assertThat(ledger.totals().placed()).isEqualTo(1);
  }

  @Test
  void anOutcomeOfAnOrderThatWasNeverSentIsAContradiction() {
    ledger.outcome("o-9", OutcomeLedger.PLACED, MILLI);

    assertThat(ledger.totals().contradictions()).hasSize(1);
  }

  @Test
  void aDeadLetterIsAnEndAsWell() {
    ledger.sent("o-1", "s-1", "z-1", 0);
    ledger.acknowledged("o-1");
    ledger.deadLetter("o-1");

    LedgerTotals totals = ledger.totals();
    assertThat(totals.lost()).isZero();
    assertThat(totals.deadLetterOnly()).isEqualTo(1);
  }

  @Test
  void anOrderThatWasNotAcknowledgedMayBeLost() {
    ledger.sent("o-1", "s-1", "z-1", 0);
    ledger.notAcknowledged();

    LedgerTotals totals = ledger.totals();
    assertThat(totals.acknowledged()).isZero();
    assertThat(totals.unacknowledged()).isEqualTo(1);
    assertThat(totals.lost()).isZero();
  }
}
