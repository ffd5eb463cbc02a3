package dev.darkstore.runtime.participant;

import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Topic;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Definition of a participant: everything in which it differs from other participants.
 *
 * @param commands topic of the coordinator's requests
 * @param releases topic on which the coordinator reports the end of orders
 * @param votes topic of its votes, which are sent ahead of the commit
 * @param events topic of its replies
 * @param supply supply of the resource; empty if it is not supplied by records
 * @param own messages between its tasks; empty for most participants
 * @param factory factory that binds the resource to the stores of a task
 * @param <S> supply message
 * @param <C> change of the resource
 */
public record ParticipantDefinition<S, C>(
    Topic commands,
    Topic releases,
    Topic votes,
    Topic events,
    Optional<Supply<S>> supply,
    Optional<OwnMessages> own,
    ResourceFactory<S, C> factory) {

  /**
   * Supply of a resource by records.
   *
   * @param updates topic of the supply
   * @param answers topic of the replies to supply
   * @param reader decoder of supply records
   * @param <S> supply message
   */
  public record Supply<S>(Topic updates, Topic answers, RecordReader<S> reader) {}

  /** Definition of a supplied participant, with the topics of a branch. */
  public ParticipantDefinition(
      BranchName branch,
      RecordReader<S> supplyReader,
      Optional<OwnMessages> own,
      ResourceFactory<S, C> factory) {
    this(
        branch,
        Optional.of(
            new Supply<>(
                branch.topic(Topic.Role.SUPPLY_UPDATES),
                branch.topic(Topic.Role.SUPPLY_EVENTS),
                supplyReader)),
        own,
        factory);
  }

  /** Definition of a participant without supply, with the topics of a branch. */
  public ParticipantDefinition(BranchName branch, ResourceFactory<S, C> factory) {
    this(branch, Optional.empty(), Optional.empty(), factory);
  }

  private ParticipantDefinition(
      BranchName branch,
      Optional<Supply<S>> supply,
      Optional<OwnMessages> own,
      ResourceFactory<S, C> factory) {
    this(
        branch.topic(Topic.Role.COMMANDS),
        branch.topic(Topic.Role.RELEASES),
        branch.topic(Topic.Role.VOTES),
        branch.topic(Topic.Role.EVENTS),
        supply,
        own,
        factory);
  }

  /** Binds a resource to the stores of a task. */
  @FunctionalInterface
  public interface ResourceFactory<S, C> {
    /**
     * Creates the resource, with its in-memory state rebuilt from its store.
     *
     * @param units store of the resource
     * @param reservations read access to the open reservations
     * @param port further services of the task
     */
    OwnedResource<S, C> open(
        KeyValueStore<String, byte[]> units, OpenReservations reservations, TaskPort port);
  }
}
