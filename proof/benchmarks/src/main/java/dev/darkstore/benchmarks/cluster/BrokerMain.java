package dev.darkstore.benchmarks.cluster;

import dev.darkstore.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Process that runs a broker until its input ends. Arguments: its data directory, and settings as
 * name=value.
 */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT); // As the services do.
    EmbeddedBroker.Options options =
        EmbeddedBroker.Options.keptIn(Path.of(arguments[0]))
            // Kafka's defaults, in place of the settings for a fast start with little memory.
            .with("log.index.size.max.bytes", "10485760")
            .with("log.cleaner.dedupe.buffer.size", "134217728")
            .with("log.cleaner.io.buffer.size", "524288");
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      options = options.with(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      ChildLife.runUntilInputEnds(broker.bootstrapServers());
    }
  }
}
