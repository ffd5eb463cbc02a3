package dev.darkstore.protocol.store;

import static dev.darkstore.protocol.store.Shelf.STORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.Shortage;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.Resource.Holding;
import dev.darkstore.protocol.participant.Resource.Taking;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockTest {
  private static final SkuStock RICE = new SkuStock(STORE, "rice", 5, 3, 11);
  private static final SkuStock MILK = new SkuStock(STORE, "milk", 1, 0, 12);

  private static Stock stock(Reservation... reservations) {
    return new Stock(new Shelf(List.of(RICE, MILK), List.of(reservations)));
  }

  private static Order order(OrderLine... lines) {
    return new Order("order-1", "customer-1", STORE, "zone-1", List.of(lines));
  }

  private static OrderLine of(int quantity, String sku) {
    return new OrderLine(sku, quantity);
  }

  private static HeldUnit held(int quantity, String sku) {
    return new HeldUnit(sku, quantity, 1, -1, 0);
  }

  private static Reservation reservation(String orderId, long timer, HeldUnit... holding) {
    return new Reservation(
        STORE, orderId, 5, ReservationStatus.RESERVED, List.of(holding), timer, Optional.empty());
  }

  private static Reservation branch(String storeId) {
    return Reservation.unknown(storeId, "order-1", 5);
  }

  @Nested
  class Reserve {
    @Test
    void takesAllLines() {
      assertThat(stock().reserve(branch(STORE), order(of(2, "rice"), of(1, "milk")), 0))
          .isEqualTo(
              new Taking.Taken<>(
                  new Holding<>(
                      List.of(new HeldUnit("rice", 2, 4, 11, 3), new HeldUnit("milk", 1, 1, 12, 0)),
                      List.of(
                          new SkuStock(STORE, "rice", 3, 4, 11),
                          new SkuStock(STORE, "milk", 0, 1, 12)))));
    }

    @Test
    void takesNoLineWhenOneIsShortAndNamesAllThatAre() {
      Order tooMuch = order(of(9, "rice"), of(2, "milk"));

      assertThat(stock().reserve(branch(STORE), tooMuch, 0))
          .isEqualTo(
              new Taking.Refused<>(
                  new Refusal(
                      Reason.OUT_OF_STOCK,
                      "rice: 9 wanted, 5 left; milk: 2 wanted, 1 left",
                      List.of(new Shortage("rice", 9, 5), new Shortage("milk", 2, 1)))));
      assertThat(stock().reserve(branch(STORE), order(of(1, "rice"), of(2, "milk")), 0))
          .isInstanceOf(Taking.Refused.class);
    }

    @ParameterizedTest(name = "in the locale {0}")
    @ValueSource(strings = {"fa-IR-u-nu-arabext", "ar-EG-u-nu-arab", "bn-BD", "tr-TR"})
    @DisplayName("A shortage is written in the digits 0 to 9 in every locale")
    void writesAShortageInTheSameDigitsInEveryLocale(String locale) {
      Locale before = Locale.getDefault();
      Locale.setDefault(Locale.forLanguageTag(locale));
      try {
        assertThat(stock().reserve(branch(STORE), order(of(12, "rice")), 0))
            .isEqualTo(
                new Taking.Refused<>(
                    new Refusal(
                        Reason.OUT_OF_STOCK,
                        "rice: 12 wanted, 5 left",
                        List.of(new Shortage("rice", 12, 5)))));
      } finally {
        Locale.setDefault(before);
      }
    }

    @Test
    void namesWhatTheStoreDoesNotSell() {
      assertThat(
              stock()
                  .reserve(branch(STORE), order(of(9, "rice"), of(1, "figs"), of(1, "dates")), 0))
          .isEqualTo(
              new Taking.Refused<>(
                  Refusal.of(Reason.UNKNOWN_SKU, "store store-1 does not sell: figs, dates")));
    }

    @Test
    void knowsNoStoreThatNeverHadStock() {
      assertThat(stock().reserve(branch("store-2"), order(of(1, "rice")), 0))
          .isEqualTo(
              new Taking.Refused<>(Refusal.of(Reason.UNKNOWN_STORE, "there is no store store-2")));
    }
  }

  @Nested
  class Commit {
    @Test
    void changesNothing() {
      assertThat(stock().commit(reservation("order-1", 100, held(2, "rice")), 0))
          .isEqualTo(new Holding<>(List.of(held(2, "rice")), List.of()));
    }
  }

  @Nested
  class Release {
    @Test
    void putsEveryLineBack() {
      HeldUnit[] holding = {held(2, "rice"), held(1, "milk")};

      assertThat(stock().release(reservation("order-1", 100, holding), 0))
          .isEqualTo(
              new Holding<>(
                  List.of(new HeldUnit("rice", 2, 4, 11, 7), new HeldUnit("milk", 1, 1, 12, 2)),
                  List.of(
                      new SkuStock(STORE, "rice", 7, 4, 11),
                      new SkuStock(STORE, "milk", 2, 1, 12))));
    }

    @Test
    void stopsAtASkuThatTheStoreDoesNotKnow() {
      assertThatThrownBy(() -> stock().release(reservation("order-1", 100, held(1, "figs")), 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("figs");
    }
  }

  @Nested
  class Receive {
    @Test
    void addsToWhatIsAvailable() {
      assertThat(stock().receive(STORE, List.of(of(4, "rice")), 20).changes())
          .containsExactly(new SkuStock(STORE, "rice", 9, 3, 20));
    }

    @Test
    void makesStoreAndSkuKnown() {
      assertThat(stock().receive("store-2", List.of(of(4, "figs")), 20))
          .isEqualTo(SupplyDecision.changing(List.of(new SkuStock("store-2", "figs", 4, 0, 20))));
    }
  }

  @Nested
  class WriteOff {
    @Test
    void takesWhatIsAvailableFirst() {
      Reservation holder = reservation("order-1", 100, held(2, "rice"));

      assertThat(stock(holder).writeOff(STORE, List.of(of(5, "rice")), 0, 20))
          .isEqualTo(SupplyDecision.changing(List.of(new SkuStock(STORE, "rice", 0, 3, 20))));
    }

    @Test
    void thenTakesWhatIsHeldFromWhoHoldsLongest() {
      Reservation first = reservation("order-1", 100, held(2, "rice"));
      Reservation last = reservation("order-2", 300, held(2, "rice"));
      Reservation second = reservation("order-3", 200, held(2, "rice"));

      SupplyDecision<SkuStock> decision =
          stock(first, last, second).writeOff(STORE, List.of(of(8, "rice")), 0, 20);

      assertThat(decision.reservations())
          .extracting(ReservationChange::reservation)
          .containsExactly(last, second);
      // 5 available, 2 + 2 from the two that lost them, 8 written off.
      assertThat(decision.changes()).containsExactly(new SkuStock(STORE, "rice", 1, 5, 20));
    }

    @Test
    void takesAllLinesFromWhoLosesOne() {
      Reservation holder = reservation("order-1", 100, held(2, "milk"), held(1, "rice"));

      SupplyDecision<SkuStock> decision =
          stock(holder).writeOff(STORE, List.of(of(2, "milk")), 0, 20);

      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Lost(
                  holder,
                  Reason.GOODS_WRITTEN_OFF,
                  "goods held for the order were written off: milk",
                  List.of(new HeldUnit("milk", 2, 1, 12, 3), new HeldUnit("rice", 1, 4, 11, 6))));
      assertThat(decision.changes())
          .containsExactly(
              new SkuStock(STORE, "milk", 1, 1, 20), new SkuStock(STORE, "rice", 6, 4, 11));
    }

    @Test
    void takesWhatAnExpiredReservationStillHoldsBeforeAnyLiveOneLoses() {
      Reservation expired = reservation("order-1", 100, held(2, "rice"));
      Reservation live = reservation("order-2", 300, held(2, "rice"));

      SupplyDecision<SkuStock> decision =
          stock(live, expired).writeOff(STORE, List.of(of(7, "rice")), 100, 20);

      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Lost(
                  expired,
                  Reason.RESERVATION_EXPIRED,
                  "the reservation ran out",
                  List.of(new HeldUnit("rice", 2, 4, 11, 7))));
      assertThat(decision.changes()).containsExactly(new SkuStock(STORE, "rice", 0, 4, 20));
    }

    @Test
    void takesFromNobodyTwiceWhenSeveralSkusAreWrittenOff() {
      Reservation both = reservation("order-1", 200, held(1, "milk"), held(5, "rice"));
      Reservation rice = reservation("order-2", 100, held(1, "rice"));

      SupplyDecision<SkuStock> decision =
          stock(both, rice).writeOff(STORE, List.of(of(2, "milk"), of(10, "rice")), 0, 20);

      assertThat(decision.reservations())
          .extracting(ReservationChange::reservation)
          .containsExactly(both);
      assertThat(decision.changes())
          .containsExactly(
              new SkuStock(STORE, "milk", 0, 1, 20), new SkuStock(STORE, "rice", 0, 4, 20));
    }

    @Test
    void isRefusedWholeWhenItReachesWhatIsAssigned() {
      SupplyDecision<SkuStock> decision =
          stock(reservation("order-1", 100, held(2, "rice")))
              .writeOff(STORE, List.of(of(1, "milk"), of(8, "rice")), 0, 20);

      assertThat(decision)
          .isEqualTo(
              SupplyDecision.refused(
                  Refusal.of(
                      Reason.WRITE_OFF_EXCEEDS_STOCK,
                      "store store-1 has 7 of rice that are not assigned,"
                          + " 8 were to be written off")));
    }

    @Test
    void isRefusedForASkuThatTheStoreNeverHad() {
      assertThat(stock().writeOff(STORE, List.of(of(1, "figs")), 0, 20).refusal())
          .map(Refusal::reason)
          .contains(Reason.WRITE_OFF_EXCEEDS_STOCK);
    }
  }

  @Nested
  class Count {
    @Test
    void isNeverNegative() {
      assertThatThrownBy(() -> new SkuStock(STORE, "rice", -1, 0, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("negative stock: -1 of rice in store-1");
    }

    @Test
    void doesNotOverflow() {
      Stock full =
          new Stock(
              new Shelf(List.of(new SkuStock(STORE, "rice", Long.MAX_VALUE, 0, 0)), List.of()));

      assertThatThrownBy(() -> full.receive(STORE, List.of(of(1, "rice")), 1))
          .isInstanceOf(ArithmeticException.class);
    }
  }
}
