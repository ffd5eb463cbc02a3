package dev.darkstore.runtime.participant;

import dev.darkstore.events.UnitBalance;
import dev.darkstore.protocol.participant.Participant;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import java.util.Optional;

/**
 * A resource with the store that it lives in.
 *
 * @param <S> a supply message
 * @param <C> a change of the resource
 */
public interface OwnedResource<S, C> {

  /** The decisions about the resource. */
  Resource<C> resource();

  /** The decisions about its reservations: the same for every resource. */
  default ParticipantDecisions<C> decisions() {
    return new Participant<>(resource());
  }

  /** Returns the decision about a supply message that was read at this offset. */
  SupplyDecision<C> supply(S message, long nowMillis, long offset);

  /** Returns the identity of the supply message within its key, if it has one. */
  Optional<String> updateId(S message);

  /** Returns the content of the supply message: equal for equal messages, however encoded. */
  byte[] content(S message);

  /** Returns a unit as an answer to a supply record shows it. */
  UnitBalance balance(C unit);

  /**
   * Decides what follows from a message of another task of the participant.
   *
   * @throws IllegalStateException if there is no such message
   */
  default SupplyDecision<C> receive(Object message, long nowMillis) {
    throw new IllegalStateException("unhandled message " + message);
  }

  /** Returns true if {@link #begin} has work to do. */
  default boolean hasToBegin() {
    return false;
  }

  /** Brings the state of an earlier build up to date; called once, when the task has started. */
  default void begin() {}

  /** Keeps a change. */
  void apply(C change);

  /** Writes what has changed since the last commit; to be called before the next. */
  void handOver();
}
