package dev.darkstore.conformance.participant;

import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.TopologyWire;
import dev.darkstore.conformance.wire.TopologyWire.AheadWriter;
import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.Topology;

/**
 * Connection to a participant that is made with the runtime, under a test driver: without a broker,
 * with a virtual clock, with its state in memory.
 */
public final class ParticipantWire {
  private ParticipantWire() {}

  /** Starts a participant with empty state. */
  public static <S, C> TopologyWire start(ParticipantDefinition<S, C> definition) {
    return start(
        definition.commands().branch().orElseThrow(),
        settings -> ParticipantTopology.build(definition, settings));
  }

  /** Starts a participant of this branch with empty state; it sends its votes ahead. */
  public static TopologyWire start(
      BranchName branch, Function<TopologySettings, Topology> participant) {
    return TopologyWire.start(
        BranchTopics.of(branch.text()),
        (clock, ahead) ->
            participant.apply(settings(branch, clock).sendingAhead(new Ahead(ahead))));
  }

  /** Starts a participant of this branch with empty state; it writes no votes. */
  public static TopologyWire startWithoutVotes(
      BranchName branch, Function<TopologySettings, Topology> participant) {
    return TopologyWire.start(
        BranchTopics.of(branch.text()),
        (clock, ahead) -> participant.apply(settings(branch, clock)));
  }

  private static TopologySettings settings(BranchName branch, Clock clock) {
    return new TopologySettings(
        Duration.ofDays(1),
        Duration.ofMillis(100),
        500,
        branch.topics().stream().collect(Collectors.toMap((Topic topic) -> topic, topic -> 1)),
        StoreSuppliers.IN_MEMORY,
        clock);
  }

  /** Sender of votes that writes them at once. */
  private record Ahead(AheadWriter writer) implements AheadSender {
    @Override
    public void send(
        String topic, byte[] key, byte[] value, Headers headers, long timestampMillis) {
      writer.write(topic, key, value);
    }

    @Override
    public void flush() {}
  }
}
