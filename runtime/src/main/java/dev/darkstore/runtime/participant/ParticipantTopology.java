package dev.darkstore.runtime.participant;

import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.CommitHook;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.wire.BranchMapping;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.runtime.wiring.Wiring;
import dev.darkstore.schemas.ServiceRecords;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.StoreBuilder;

/** Topology of a participant: commands and supply in, events out. */
public final class ParticipantTopology {
  private ParticipantTopology() {}

  /** Builds the topology of the participant that the definition describes. */
  public static <S, C> ServiceTopology build(
      ParticipantDefinition<S, C> definition, TopologySettings settings) {
    long retentionMillis = settings.retention().toMillis();
    Wiring<ParticipantMessage<S>> wiring =
        new Wiring<>(settings, "participate", ParticipantProcessor.OPEN_STORE);
    wiring
        .readFromService(
            definition.commands(),
            (key, value, origin) -> request(key, value, origin.ageMillis() >= retentionMillis))
        .readFromService(definition.releases(), (key, value, origin) -> release(key, value));
    List<StoreBuilder<?>> stores =
        new ArrayList<>(
            List.of(
                OpenStore.builder(settings.stores(), ParticipantProcessor.OPEN_STORE),
                ClosedStore.builder(
                    settings.stores(), ParticipantProcessor.CLOSED_STORE, retentionMillis),
                OpenStore.builder(settings.stores(), ParticipantProcessor.UNITS_STORE)));
    // Votes are sent ahead of the commit and pass through no sink.
    List<Topic> outputs = new ArrayList<>(List.of(definition.votes(), definition.events()));
    definition
        .supply()
        .ifPresent(
            supply -> {
              wiring.readFromClients(
                  supply.updates(),
                  (key, value, origin) ->
                      new ParticipantMessage.Supply<>(supply.reader().read(key, value, origin)));
              stores.add(
                  ClosedStore.builder(
                      settings.stores(), ParticipantProcessor.SUPPLY_STORE, retentionMillis));
              outputs.add(supply.answers());
            });
    stores.add(CommitHook.builder());
    definition
        .own()
        .ifPresent(
            own -> {
              wiring.readFromService(
                  own.topic(),
                  (key, value, origin) ->
                      new ParticipantMessage.Own<>(own.reader().read(key, value, origin)));
              stores.add(OpenStore.builder(settings.stores(), own.store()));
              outputs.add(own.topic());
            });
    return wiring.decide(() -> new ParticipantProcessor<>(definition, settings), stores, outputs);
  }

  private static <S> ParticipantMessage<S> request(byte[] key, byte[] value, boolean outdated)
      throws UnreadableRecordException {
    BranchCommand command = ServiceRecords.command(key, value);
    return new ParticipantMessage.Command<>(
        command.getOrderId(),
        command.getBranchKey(),
        command.getTransactionId(),
        BranchMapping.command(command, outdated));
  }

  private static <S> ParticipantMessage<S> release(byte[] key, byte[] value)
      throws UnreadableRecordException {
    BranchRelease release = ServiceRecords.release(key, value);
    return new ParticipantMessage.Command<>(
        release.getOrderId(),
        release.getBranchKey(),
        release.getTransactionId(),
        BranchMapping.command(release));
  }
}
