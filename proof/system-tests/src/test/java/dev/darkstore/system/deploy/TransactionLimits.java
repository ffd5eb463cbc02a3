package dev.darkstore.system.deploy;

import java.util.Map;

/** Limits of Kafka transactions, which hide later records from all readers while they are open. */
final class TransactionLimits {
  /** Broker settings, as docs/kafka.md requires them and the embedded broker has them. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "transaction.max.timeout.ms",
          "60000",
          "transaction.abort.timed.out.transaction.cleanup.interval.ms",
          "1000");

  private TransactionLimits() {}
}
