package dev.darkstore.conformance;

import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.TopologyWire;
import dev.darkstore.conformance.wire.TopologyWire.AheadWriter;
import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.PlantedTopologies;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.Topologies;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;

/** The two participants of this project, sound or with planted decisions, under a test driver. */
final class Participants {
  private Participants() {}

  static TopologyWire sound(ServiceKind service) {
    return start(service, Topologies.PRODUCTION);
  }

  /** Returns a store that writes no votes. */
  static TopologyWire withoutVotes() {
    return TopologyWire.start(
        BranchTopics.of("store"),
        (clock, ahead) ->
            Topologies.PRODUCTION.build(
                ServiceKind.STORE, CoordinatorTiming.DEFAULTS, settings(clock)));
  }

  static TopologyWire planted(Decisions decisions, boolean timersRing) {
    return start(ServiceKind.STORE, new PlantedTopologies(decisions, timersRing));
  }

  private static TopologyWire start(ServiceKind service, Topologies topologies) {
    return TopologyWire.start(
        BranchTopics.of(service.name().toLowerCase(Locale.ROOT)),
        (clock, ahead) ->
            topologies.build(
                service,
                CoordinatorTiming.DEFAULTS,
                settings(clock).sendingAhead(new Ahead(ahead))));
  }

  private static TopologySettings settings(Clock clock) {
    return new TopologySettings(
        Duration.ofDays(1),
        Duration.ofMillis(100),
        500,
        Arrays.stream(Topic.values()).collect(Collectors.toMap(topic -> topic, topic -> 1)),
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
