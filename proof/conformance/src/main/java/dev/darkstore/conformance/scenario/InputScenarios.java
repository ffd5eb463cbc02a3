package dev.darkstore.conformance.scenario;

import static dev.darkstore.conformance.scenario.ConformanceOptions.LONG_HOLD_MILLIS;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Claim;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.conformance.wire.Outgoing;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Release;
import dev.darkstore.events.Reserve;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Records that cannot be processed: the participant must continue with the partition. */
final class InputScenarios {
  /** Order of the bad records; no reply about it is judged. */
  private static final String NOBODY = "nobody";

  private static final int OVERSIZED_BYTES = 900_000;

  private InputScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("unreadable and oversized records", InputScenarios::unreadable),
        Scenario.of("records on the wrong partition", InputScenarios::misplaced, Need.PARTITIONS));
  }

  private static void unreadable(Play play) {
    Claim claim = play.ample();
    byte[] key = bytes(claim.branchKey());
    for (String topic : List.of(play.topics().commands(), play.topics().releases())) {
      boolean isCommand = topic.equals(play.topics().commands());
      for (byte[] value : badValues(claim, isCommand)) {
        play.send(record(play, topic, OptionalInt.empty(), key, value));
      }
      byte[] sound = isCommand ? commit(claim.branchKey()) : release(claim.branchKey());
      play.send(record(play, topic, OptionalInt.of(partition(play, claim)), null, sound));
      play.send(
          record(play, topic, OptionalInt.of(partition(play, claim)), bytes("other-key"), sound));
    }
    requireReplies(play, claim);
  }

  private static List<byte[]> badValues(Claim claim, boolean isCommand) {
    byte[] sound = isCommand ? commit(claim.branchKey()) : release(claim.branchKey());
    byte[] unknownSchema = sound.clone();
    Arrays.fill(unknownSchema, 2, 10, (byte) 0x55);
    byte[] followed = Arrays.copyOf(sound, sound.length + 3);
    List<byte[]> values = new ArrayList<>();
    values.add(null);
    values.add(new byte[0]);
    values.add(bytes("{\"type\":\"Reserve\"}"));
    values.add(Arrays.copyOf(sound, 6));
    values.add(Arrays.copyOf(sound, sound.length - 3));
    values.add(unknownSchema);
    values.add(followed);
    values.add(new byte[Limits.RECORD_BYTES + 1]);
    values.add(new byte[OVERSIZED_BYTES]);
    if (isCommand) {
      values.add(reserve(claim, 0, claim.lines()));
      values.add(reserve(claim, LONG_HOLD_MILLIS, List.of()));
      values.add(reserve(claim, LONG_HOLD_MILLIS, List.of(new OrderLine("sku", -1))));
    }
    return values;
  }

  private static void misplaced(Play play) {
    Claim claim = play.ample();
    int partitions = play.partitions(play.topics().commands());
    int wrong = (partition(play, claim) + 1) % partitions;
    for (int i = 0; i < 3; i++) {
      play.send(
          record(
              play,
              play.topics().commands(),
              OptionalInt.of(wrong),
              bytes(claim.branchKey()),
              commit(claim.branchKey())));
      play.send(
          record(
              play,
              play.topics().releases(),
              OptionalInt.of(wrong),
              bytes(claim.branchKey()),
              release(claim.branchKey())));
    }
    requireReplies(play, claim);
    requireReplies(play, onPartition(claim, wrong, partitions));
  }

  /** Requires that the participant handles records behind the bad ones. */
  private static void requireReplies(Play play, Claim claim) {
    play.order(claim).commitFails(Rule.CONTINUES);
    play.order(claim).release(Rule.CONTINUES);
  }

  /** Returns the claim with a key on this partition; it is not reserved. */
  private static Claim onPartition(Claim claim, int partition, int partitions) {
    int suffix = 0;
    String key = "probe-0";
    while (Partitions.of(bytes(key), partitions) != partition) {
      suffix++;
      key = "probe-" + suffix;
    }
    return new Claim(
        key,
        claim.customerId(),
        claim.storeId(),
        claim.zoneId(),
        claim.lines(),
        claim.attributes());
  }

  private static int partition(Play play, Claim claim) {
    return Partitions.of(bytes(claim.branchKey()), play.partitions(play.topics().commands()));
  }

  private static Outgoing record(
      Play play, String topic, OptionalInt partition, byte[] key, byte[] value) {
    return new Outgoing(topic, partition, key, value, play.nowMillis());
  }

  private static byte[] reserve(Claim claim, long holdMillis, List<OrderLine> lines) {
    return EventCodec.BRANCH_COMMANDS.encode(
        new BranchCommand(
            NOBODY,
            claim.branchKey(),
            1L,
            new Reserve(
                holdMillis,
                claim.customerId(),
                claim.storeId(),
                claim.zoneId(),
                lines,
                claim.attributes())));
  }

  private static byte[] commit(String branchKey) {
    return EventCodec.BRANCH_COMMANDS.encode(
        new BranchCommand(NOBODY, branchKey, 1L, new Commit(1)));
  }

  private static byte[] release(String branchKey) {
    return EventCodec.BRANCH_RELEASES.encode(
        new BranchRelease(NOBODY, branchKey, 1L, new Release(1)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
