package dev.darkstore.runtime.participant;

import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.schemas.Topic;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What makes one participant differ from another.
 *
 * @param commands where the coordinator's requests come from
 * @param releases where the coordinator says how orders ended
 * @param votes where it votes, ahead of the commit
 * @param events where the replies go
 * @param supply where the resource's supply comes from
 * @param supplyEvents where the answers to supply go
 * @param supplyReader reads a supply record
 * @param own what its tasks send each other; empty for most
 * @param factory binds the resource to the stores of a task
 * @param <S> a supply message
 * @param <C> a change of the resource
 */
public record ParticipantDefinition<S, C>(
    Topic commands,
    Topic releases,
    Topic votes,
    Topic events,
    Topic supply,
    Topic supplyEvents,
    RecordReader<S> supplyReader,
    Optional<OwnMessages> own,
    ResourceFactory<S, C> factory) {

  /** Binds a resource to the stores of a task. */
  @FunctionalInterface
  public interface ResourceFactory<S, C> {
    /**
     * The resource, with all that it keeps in memory rebuilt from its store.
     *
     * @param units a store of the resource's own
     * @param reservations the open reservations, to read
     * @param port what else the task gives
     */
    OwnedResource<S, C> open(
        KeyValueStore<String, byte[]> units, OpenReservations reservations, TaskPort port);
  }
}
