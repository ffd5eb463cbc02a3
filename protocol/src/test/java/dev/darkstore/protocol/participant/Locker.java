package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;

/**
 * Smallest possible resource: one locker, taken or free. A change is a word.
 *
 * @param free true if the locker can be taken
 */
record Locker(boolean free) implements Resource<String> {
  static final HeldUnit TAKEN = new HeldUnit("locker-7", 1, 1, -1, 0);
  static final HeldUnit BACK = new HeldUnit("locker-7", 1, 2, -1, 1);
  static final Refusal IN_USE = Refusal.of(Reason.OUT_OF_STOCK, "locker-7 is in use");

  @Override
  public Taking<String> reserve(Reservation branch, Order order, long nowMillis) {
    return free
        ? new Taking.Taken<>(new Holding<>(List.of(TAKEN), List.of("taken")))
        : new Taking.Refused<>(IN_USE);
  }

  @Override
  public Holding<String> commit(Reservation branch, long nowMillis) {
    return new Holding<>(branch.holding(), List.of("final"));
  }

  @Override
  public Holding<String> release(Reservation branch, long nowMillis) {
    return new Holding<>(List.of(BACK), List.of("back"));
  }
}
