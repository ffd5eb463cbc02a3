package dev.darkstore.conformance;

import dev.darkstore.conformance.wire.BranchTopics;
import dev.darkstore.conformance.wire.Incoming;
import dev.darkstore.conformance.wire.Outgoing;
import dev.darkstore.conformance.wire.Wire;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Connection to a sound participant that alters what it reads and writes. */
class AlteredWire implements Wire {
  private final Wire sound;

  AlteredWire(Wire sound) {
    this.sound = sound;
  }

  /** Returns the records that are written instead of this reply or vote. */
  List<Incoming> alter(Incoming record, BranchEvent event) {
    return List.of(record);
  }

  @Override
  public List<Incoming> poll(Duration atMost) {
    return sound.poll(atMost).stream().flatMap(record -> altered(record).stream()).toList();
  }

  private List<Incoming> altered(Incoming record) {
    if (!record.topic().equals(topics().events()) && !isVote(record)) {
      return List.of(record);
    }
    try {
      return alter(record, EventCodec.BRANCH_EVENTS.decode(record.value()));
    } catch (UnreadableRecordException e) {
      throw new AssertionError("a sound participant wrote an unreadable record", e);
    }
  }

  final boolean isVote(Incoming record) {
    return record.topic().equals(topics().votes());
  }

  static Incoming with(Incoming record, BranchEvent event) {
    return new Incoming(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        EventCodec.BRANCH_EVENTS.encode(event));
  }

  @Override
  public BranchTopics topics() {
    return sound.topics();
  }

  @Override
  public int partitions(String topic) {
    return sound.partitions(topic);
  }

  @Override
  public long nowMillis() {
    return sound.nowMillis();
  }

  @Override
  public Supplier<String> send(Outgoing record) {
    return sound.send(record);
  }

  @Override
  public void close() {
    sound.close();
  }
}
