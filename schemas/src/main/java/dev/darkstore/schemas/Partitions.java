package dev.darkstore.schemas;

import java.util.Objects;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a key belongs. Clients that are not Java may choose another partition for the same key, and
 * then the records of one order would be handled apart: so services compare.
 */
public final class Partitions {
  private Partitions() {}

  /**
   * The partition that Java's default partitioner gives a key.
   *
   * @param key the record's key, as bytes
   * @param partitionCount the topic's number of partitions, at least 1
   */
  public static int of(byte[] key, int partitionCount) {
    Objects.requireNonNull(key, "key");
    if (partitionCount < 1) {
      throw new IllegalArgumentException("partition count is " + partitionCount);
    }
    return Utils.toPositive(Utils.murmur2(key)) % partitionCount;
  }
}
