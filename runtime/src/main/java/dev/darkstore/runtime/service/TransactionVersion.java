package dev.darkstore.runtime.service;

import java.util.Optional;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/**
 * Version of the brokers' feature {@code transaction.version}, which protects Kafka transactions
 * against late writes (KIP-890).
 */
public final class TransactionVersion {
  private static final String FEATURE = "transaction.version";
  private static final short NEEDED = 2;

  private TransactionVersion() {}

  /** Returns a sentence if the version is too low; empty if it is high enough. */
  public static Optional<String> violation(FeatureMetadata features) {
    FinalizedVersionRange finalized = features.finalizedFeatures().get(FEATURE);
    int version = finalized == null ? 0 : finalized.maxVersionLevel();
    return version >= NEEDED
        ? Optional.empty()
        : Optional.of(
            ("the cluster's feature %s is %s, %s is needed: without it a late write can end up in the"
                    + " wrong Kafka transaction (KIP-890)")
                .formatted(FEATURE, version, NEEDED));
  }
}
