package dev.darkstore.conformance.resource;

import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Supply that the kit sends before the first request.
 *
 * @param records supply records
 * @param awaited movement that shows that a record took effect; empty if the answer itself does
 */
public record Supply(List<SupplyRecord> records, Optional<AgentMovement> awaited) {
  /** No supply: the resources exist already. */
  public static final Supply NONE = new Supply(List.of(), Optional.empty());

  public Supply {
    records = List.copyOf(records);
  }

  /**
   * Supply record.
   *
   * @param key key of the record, also the branch key
   * @param value encoded value
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared with another
  public record SupplyRecord(String key, byte[] value) {}

  /** Returns the number of effects to wait for, by branch key. */
  public Map<String, Integer> expected() {
    Map<String, Integer> expected = new HashMap<>();
    records.forEach(record -> expected.merge(record.key(), 1, Integer::sum));
    return expected;
  }

  /** Returns the branch key on which a supply record took effect; empty for any other answer. */
  public Optional<String> effect(byte[] answer) {
    try {
      SupplyEvent event = EventCodec.SUPPLY_EVENTS.decode(answer);
      return event.getBody() instanceof SupplyApplied
              && Optional.ofNullable(event.getMove()).equals(awaited)
          ? Optional.of(event.getBranchKey())
          : Optional.empty();
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }
}
