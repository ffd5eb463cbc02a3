package dev.darkstore.examples.payment;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.StoredResource;
import dev.darkstore.schemas.BranchName;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** Credit of customers: Reserve authorises an amount, Commit captures it, Release voids it. */
final class Payments extends StoredResource<Payments.Account> {
  static final BranchName BRANCH = BranchName.of("payment");
  private static final int LINE_CENTS = 1_000;

  private final long limitCents;

  /** Credit of a customer: cents left, and number of changes so far. */
  record Account(String customerId, long cents, long change) {
    static Account of(String customerId, String text) {
      String[] parts = text.split(" ", -1);
      return new Account(customerId, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    String text() {
      return cents + " " + change;
    }

    Account changed(long byCents) {
      return new Account(customerId, cents + byCents, change + 1);
    }

    Holding<Account> holding(int quantity) {
      return new Holding<>(
          List.of(new HeldUnit("cents", quantity, change, -1, cents)), List.of(this));
    }
  }

  private Payments(KeyValueStore<String, byte[]> accounts, long limitCents) {
    super(accounts, Account::customerId, Account::text, Account::of);
    this.limitCents = limitCents;
  }

  /** Returns the participant with this credit for each customer. */
  static ParticipantDefinition<Void, Account> within(long limitCents) {
    return new ParticipantDefinition<>(
        BRANCH, (accounts, reservations, port) -> new Payments(accounts, limitCents));
  }

  @Override
  public Taking<Account> reserve(Reservation branch, Order order, long nowMillis) {
    String amount =
        order.attributes().getOrDefault("amount", "" + LINE_CENTS * order.lines().size());
    if (!amount.matches("[1-9][0-9]{0,8}")) {
      return refused("the amount is not a number of cents: " + amount);
    }
    int cents = Integer.parseInt(amount);
    Account account = account(branch);
    if (cents > account.cents()) {
      return refused("%s cents exceed the limit; %s are left".formatted(cents, account.cents()));
    }
    return new Taking.Taken<>(account.changed(-cents).holding(cents));
  }

  @Override
  public Holding<Account> release(Reservation branch, long nowMillis) {
    int cents = branch.holding().get(0).quantity();
    return account(branch).changed(cents).holding(cents);
  }

  private Account account(Reservation branch) {
    return unit(branch.key()).orElseGet(() -> new Account(branch.key(), limitCents, 0));
  }

  private static Taking<Account> refused(String detail) {
    return new Taking.Refused<>(Refusal.of(Reason.OTHER, detail));
  }
}
