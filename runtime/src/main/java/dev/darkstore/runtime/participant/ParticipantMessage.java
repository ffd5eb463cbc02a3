package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.BranchCommand;

/**
 * Message that a participant reads.
 *
 * @param <S> supply message
 */
sealed interface ParticipantMessage<S> {

  /** A command of the coordinator. */
  record Command<S>(String orderId, String branchKey, long transactionId, BranchCommand command)
      implements ParticipantMessage<S> {}

  /** A supply record. */
  record Supply<S>(S message) implements ParticipantMessage<S> {}

  /** A message of another task of the participant. */
  record Own<S>(Object message) implements ParticipantMessage<S> {}
}
