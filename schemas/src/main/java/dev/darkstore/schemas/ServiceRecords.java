package dev.darkstore.schemas;

import dev.darkstore.events.AgentMove;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Reserved;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decoders of the topics between services. Access rights exclude other writers; nevertheless no
 * record may stop its reader, so contract violations are rejected here too.
 */
public final class ServiceRecords {
  private ServiceRecords() {}

  /**
   * Decodes a request to a participant.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static BranchCommand command(byte[] key, byte[] value) throws UnreadableRecordException {
    BranchCommand command = EventCodec.BRANCH_COMMANDS.decode(value);
    check(Limits.violation(command), "branchKey", command.getBranchKey(), key);
    return command;
  }

  /**
   * Decodes the end of an order, written for a participant.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static BranchRelease release(byte[] key, byte[] value) throws UnreadableRecordException {
    BranchRelease release = EventCodec.BRANCH_RELEASES.decode(value);
    check(Limits.violation(release), "branchKey", release.getBranchKey(), key);
    return release;
  }

  /**
   * Decodes a reply of a participant.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static BranchEvent event(byte[] key, byte[] value) throws UnreadableRecordException {
    BranchEvent event = EventCodec.BRANCH_EVENTS.decode(value);
    check(Limits.violation(event), "orderId", event.getOrderId(), key);
    return event;
  }

  /**
   * Decodes a record of {@code agent-moves}.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static AgentMove agentMove(byte[] key, byte[] value) throws UnreadableRecordException {
    AgentMove move = EventCodec.AGENT_MOVES.decode(value);
    check(Limits.violation(move), "addressee", move.getAddressee(), key);
    return move;
  }

  /**
   * Decodes a vote of a participant.
   *
   * @throws UnreadableRecordException if it violates the contract
   */
  public static BranchEvent vote(byte[] key, byte[] value) throws UnreadableRecordException {
    BranchEvent vote = event(key, value);
    if (!(vote.getBody() instanceof Reserved)) {
      throw new UnreadableRecordException(
          DeadLetterReason.INVALID,
          "a vote is Reserved and nothing else, not " + vote.getBody().getClass().getSimpleName());
    }
    return vote;
  }

  private static void check(Optional<String> violation, String field, String id, byte[] key)
      throws UnreadableRecordException {
    if (violation.isPresent()) {
      throw new UnreadableRecordException(DeadLetterReason.INVALID, violation.get());
    }
    if (!Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8))) {
      throw new UnreadableRecordException(
          DeadLetterReason.KEY_MISMATCH, "the record's key is not its " + field);
    }
  }
}
