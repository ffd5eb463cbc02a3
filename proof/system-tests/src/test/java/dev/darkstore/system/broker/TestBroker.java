package dev.darkstore.system.broker;

import dev.darkstore.local.EmbeddedBroker;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Real broker for tests: in this process by default, in a container with {@code
 * -Dbroker=testcontainers}, or any cluster with {@code -Dbroker=host:port}.
 */
interface TestBroker extends AutoCloseable {
  /** Image of the oldest brokers that are supported, whatever the clients' version. */
  String IMAGE = "apache/kafka:4.2.2";

  String bootstrapServers();

  @Override
  void close();

  /**
   * Starts the broker that the property selects; skips the test if a container is not available.
   */
  static TestBroker start() {
    String wanted = System.getProperty("broker", "embedded");
    return switch (wanted) {
      case "embedded" -> {
        EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary());
        yield of(broker::bootstrapServers, broker::close);
      }
      case "testcontainers" -> {
        Assumptions.assumeTrue(
            DockerClientFactory.instance().isDockerAvailable(),
            "-Dbroker=testcontainers needs a Docker engine, and none is available");
        KafkaContainer container = new KafkaContainer(IMAGE);
        container.start();
        yield of(container::getBootstrapServers, container::close);
      }
      default -> of(() -> wanted, () -> {});
    };
  }

  private static TestBroker of(Supplier<String> bootstrapServers, Runnable close) {
    return new TestBroker() {
      @Override
      public String bootstrapServers() {
        return bootstrapServers.get();
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
