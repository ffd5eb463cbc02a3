package dev.darkstore.runtime.participant;

import dev.darkstore.events.UnitBalance;
import dev.darkstore.protocol.participant.Participant;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import java.util.Optional;

/**
 * Resource with the store that keeps it. The methods about supply are called only if the definition
 * of the participant has supply.
 *
 * @param <S> supply message
 * @param <C> change of the resource
 */
public interface OwnedResource<S, C> {

  /** Returns the decisions about the resource. */
  Resource<C> resource();

  /** Returns the decisions about its reservations: common to every resource. */
  default ParticipantDecisions<C> decisions() {
    return new Participant<>(resource());
  }

  /** Returns the decision about a supply message that was read at this offset. */
  default SupplyDecision<C> supply(S message, long nowMillis, long offset) {
    throw withoutSupply();
  }

  /** Returns the identity of the supply message within its key, if it has one. */
  default Optional<String> updateId(S message) {
    throw withoutSupply();
  }

  /**
   * Returns the content of the supply message: equal for equal messages, independent of their
   * encoding.
   */
  default byte[] content(S message) {
    throw withoutSupply();
  }

  /** Returns a unit in the form used in replies to supply records. */
  default UnitBalance balance(C unit) {
    throw withoutSupply();
  }

  private static IllegalStateException withoutSupply() {
    return new IllegalStateException("this resource has no supply");
  }

  /**
   * Decides the consequences of a message of another task of the participant.
   *
   * @throws IllegalStateException if the message type is unknown
   */
  default SupplyDecision<C> receive(Object message, long nowMillis) {
    throw new IllegalStateException("unhandled message " + message);
  }

  /** Returns true if {@link #begin} has work to do. */
  default boolean hasToBegin() {
    return false;
  }

  /** Migrates the state of an earlier build; called once, when the task has started. */
  default void begin() {}

  /** Stores a change. */
  void apply(C change);

  /** Writes the changes since the last commit; to be called before each commit. */
  void handOver();
}
