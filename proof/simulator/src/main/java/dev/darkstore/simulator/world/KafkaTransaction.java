package dev.darkstore.simulator.world;

import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;

/** Reads and writes of a task since its last commit, which take effect atomically. */
final class KafkaTransaction implements TaskOutput {
  private final List<Output> outputs = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<LoggedRecord> reads = new ArrayList<>();
  private final Map<Topic, Integer> positions = new LinkedHashMap<>();

  /** Record that is not visible yet. */
  @SuppressWarnings("ArrayRecordComponent") // never compared by content
  record Output(Topic topic, byte[] key, byte[] value, Headers headers, long timestampMillis) {}

  private record Place(Topic topic, int partition) {}

  @Override
  public void send(String topic, byte[] key, byte[] value, Headers headers, long timestampMillis) {
    Topic known =
        Topic.named(topic).orElseThrow(() -> new IllegalStateException("no topic " + topic));
    outputs.add(new Output(known, key, value, headers, timestampMillis));
  }

  @Override
  public void change(String store, Bytes key, byte[] value) {
    changes.add(new Change(store, key, value));
  }

  void read(LoggedRecord record) {
    reads.add(record);
  }

  void moveTo(Topic topic, int position) {
    positions.put(topic, position);
  }

  Map<Topic, Integer> positions() {
    return positions;
  }

  List<LoggedRecord> reads() {
    return reads;
  }

  List<Change> changes() {
    return changes;
  }

  boolean isEmpty() {
    return outputs.isEmpty() && changes.isEmpty() && positions.isEmpty();
  }

  /** Makes everything visible at once; {@link #clear} must be called afterwards. */
  List<LoggedRecord> commit(Network network, Changelog changelog, long nowMillis) {
    changelog.commit(changes);
    Set<Place> places = new LinkedHashSet<>();
    List<LoggedRecord> visible = new ArrayList<>(outputs.size());
    for (Output output : outputs) {
      int partition = network.partitionOf(output.key());
      visible.add(
          network.append(
              output.topic(),
              partition,
              output.key(),
              output.value(),
              output.headers(),
              output.timestampMillis(),
              nowMillis));
      places.add(new Place(output.topic(), partition));
    }
    // The broker ends a transaction on every partition with a marker, which takes an offset.
    places.forEach(place -> network.skipOffsets(place.topic(), place.partition(), 1));
    return visible;
  }

  /** Rolls everything back; only the allocated offsets stay allocated. */
  void abort(Network network) {
    Map<Place, Integer> places = new LinkedHashMap<>();
    for (Output output : outputs) {
      places.merge(new Place(output.topic(), network.partitionOf(output.key())), 1, Integer::sum);
    }
    places.forEach(
        (place, count) -> network.skipOffsets(place.topic(), place.partition(), count + 1));
    clear();
  }

  void clear() {
    outputs.clear();
    reads.clear();
    changes.clear();
    positions.clear();
  }
}
