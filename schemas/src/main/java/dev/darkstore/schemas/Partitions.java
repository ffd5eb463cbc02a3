package dev.darkstore.schemas;

import java.util.Objects;
import org.apache.kafka.common.utils.Utils;

/**
 * Partitioner of keys. Clients other than Java's may choose another partition for a key, and then
 * the records of one order would be processed apart; so services check it.
 */
public final class Partitions {
  private Partitions() {}

  /**
   * Returns the partition that Java's default partitioner chooses for a key.
   *
   * @param key key of the record, as bytes
   * @param partitionCount number of partitions of the topic, at least 1
   */
  public static int of(byte[] key, int partitionCount) {
    Objects.requireNonNull(key, "key");
    if (partitionCount < 1) {
      throw new IllegalArgumentException("partition count is " + partitionCount);
    }
    return Utils.toPositive(Utils.murmur2(key)) % partitionCount;
  }
}
