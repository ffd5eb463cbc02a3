package dev.darkstore.chaos.load;

import dev.darkstore.schemas.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Stores, zones, skus and agents of a run.
 *
 * @param stores ids of the stores, equally many on every partition
 * @param zones ids of the zones, equally many on every partition
 * @param skus skus of which every store has plenty
 * @param partitions number of partitions of every topic
 */
public record RunFixture(
    List<String> stores, List<String> zones, List<String> skus, int partitions) {
  /** Scarce sku, so that some orders are refused. */
  static final String SCARCE_SKU = "truffle";

  /** Number of agents of a zone, enough for the backlog of an outage of some seconds. */
  static final int AGENTS_PER_ZONE = 80;

  private static final int KEYS_PER_PARTITION = 2;
  private static final int SKUS = 12;

  public RunFixture {
    stores = List.copyOf(stores);
    zones = List.copyOf(zones);
    skus = List.copyOf(skus);
  }

  public static RunFixture with(int partitions) {
    return new RunFixture(
        keys("store", partitions),
        keys("zone", partitions),
        IntStream.range(0, SKUS).mapToObj(n -> "sku-" + n).toList(),
        partitions);
  }

  /** Returns the agents of a zone. */
  static List<String> agents(String zone) {
    return IntStream.range(0, AGENTS_PER_ZONE).mapToObj(n -> zone + "-agent-" + n).toList();
  }

  /** Returns the partition of a key. */
  public int partitionOf(String key) {
    return Partitions.of(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  private static List<String> keys(String prefix, int partitions) {
    List<String> keys = new ArrayList<>();
    int[] found = new int[partitions];
    for (int n = 1; keys.size() < KEYS_PER_PARTITION * partitions; n++) {
      String key = prefix + "-" + n;
      int partition = Partitions.of(key.getBytes(StandardCharsets.UTF_8), partitions);
      if (found[partition] < KEYS_PER_PARTITION) {
        found[partition]++;
        keys.add(key);
      }
    }
    return keys;
  }
}
