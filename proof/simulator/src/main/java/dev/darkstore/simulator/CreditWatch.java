package dev.darkstore.simulator;

import dev.darkstore.schemas.EventCodec;
import dev.darkstore.simulator.world.Change;
import dev.darkstore.simulator.world.CreditParticipant;
import dev.darkstore.state.SkuStockState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Check of the credits in the further participant's state, at every commit: available + reserved +
 * assigned = the credits of a branch key, and none negative.
 */
final class CreditWatch {
  private static final EventCodec<SkuStockState> CODEC =
      EventCodec.of(SkuStockState.class, SkuStockState.getClassSchema());

  private final Reservations reservations = new Reservations();
  private final Map<String, Long> available = new HashMap<>();
  private final Map<String, Long> held = new HashMap<>();

  Reservations reservations() {
    return reservations;
  }

  void committed(List<Change> changes) {
    Set<String> touched = new TreeSet<>();
    for (Change change : changes) {
      if (change.store().equals("units")) {
        String branchKey = StateKey.of(change);
        available.put(branchKey, State.decode(CODEC, branchKey, change.value()).getAvailable());
        touched.add(branchKey);
      } else {
        reservations.follow(
            change,
            (unit, quantity) -> {
              String branchKey = StateKey.branchKeyOf(unit);
              held.merge(branchKey, (long) quantity, Long::sum);
              touched.add(branchKey);
            });
      }
    }
    touched.forEach(this::check);
  }

  private void check(String branchKey) {
    long free = available.getOrDefault(branchKey, CreditParticipant.CREDITS);
    long taken = held.getOrDefault(branchKey, 0L);
    if (free < 0 || taken < 0 || free + taken != CreditParticipant.CREDITS) {
      throw new Violated(
          "CREDIT",
          Optional.empty(),
          branchKey
              + ": "
              + free
              + " available + "
              + taken
              + " reserved or assigned of "
              + CreditParticipant.CREDITS);
    }
  }
}
