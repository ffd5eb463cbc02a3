package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.BrokerNode;
import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.cluster.SupervisedProcess;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.chaos.load.Stage;
import dev.darkstore.events.Commit;
import dev.darkstore.harness.Waiting;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * SIGSTOP of every broker while orders are being committed, for longer than the time-outs of
 * Kafka's clients: the result of Kafka transactions in flight is unknown until the brokers
 * continue.
 */
record FreezeAllBrokers(Brokers brokers, Stage stage) implements Fault {
  /** Longer than {@code max.block.ms} and {@code delivery.timeout.ms}, at most two minutes. */
  private static final Duration AWAY = Duration.ofSeconds(150);

  private static final Duration MOMENT_LIMIT = Duration.ofSeconds(20);

  @Override
  public String kind() {
    return "all brokers frozen for 150 s in the middle of commits";
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.values());
  }

  @Override
  public boolean inject(Random random) {
    boolean isCommitting =
        stage
            .watch()
            .await(
                Set.copyOf(Installation.DEFAULT.topics(Topic.Role.COMMANDS)),
                Set.of(Commit.class),
                MOMENT_LIMIT)
            .isPresent();
    if (!isCommitting) {
      return false;
    }
    List<SupervisedProcess> frozen = brokers.nodes().stream().map(BrokerNode::process).toList();
    frozen.forEach(SupervisedProcess::suspend);
    try {
      Waiting.pause(AWAY);
      return frozen.stream().allMatch(SupervisedProcess::isAlive);
    } finally {
      frozen.forEach(SupervisedProcess::resume);
    }
  }
}
