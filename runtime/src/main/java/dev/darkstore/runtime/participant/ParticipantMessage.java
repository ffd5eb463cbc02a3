package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.BranchCommand;

/** Message that a participant reads. */
sealed interface ParticipantMessage {

  /** A command of the coordinator. */
  record Command(String orderId, String branchKey, long transactionId, BranchCommand command)
      implements ParticipantMessage {}

  /** A supply record. */
  record Supply<S>(S message) implements ParticipantMessage {}

  /** A message of another task of the participant. */
  record Own(Object message) implements ParticipantMessage {}
}
