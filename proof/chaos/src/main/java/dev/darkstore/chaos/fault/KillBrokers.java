package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.BrokerNode;
import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** SIGKILL of brokers, which are restarted later. */
record KillBrokers(Victims victims, Brokers brokers, ChaosTiming timing) implements Fault {
  /** Longer than the default time-outs of clients, which are at most a minute. */
  private static final Duration LONG = Duration.ofSeconds(75);

  /** Choice of the brokers, and of the duration. */
  enum Victims {
    /** Leader of a partition of our topics, or of those of offsets or transactions. */
    LEADER("kill a leader"),
    /** The active controller. */
    CONTROLLER("kill the controller"),
    /** Two: no record can be acknowledged, and there is no controller. */
    TWO("kill two of three brokers"),
    /** Two, for longer than clients' time-outs. */
    TWO_FOR_LONG("kill two of three brokers for 75 s"),
    /** All brokers. */
    ALL("kill all brokers");

    private final String label;

    Victims(String label) {
      this.label = label;
    }
  }

  private static final List<String> LED =
      Stream.concat(
              Installation.DEFAULT
                  .topics(
                      Topic.Role.ORDERS,
                      Topic.Role.ORDER_EVENTS,
                      Topic.Role.COMMANDS,
                      Topic.Role.RELEASES,
                      Topic.Role.VOTES,
                      Topic.Role.EVENTS)
                  .stream()
                  .map(Topic::topicName),
              Stream.of("__consumer_offsets", "__transaction_state"))
          .toList();

  @Override
  public String kind() {
    return victims.label;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.values());
  }

  @Override
  public boolean startsAllBrokers() {
    return victims == Victims.ALL;
  }

  @Override
  public boolean inject(Random random) {
    List<BrokerNode> killed = choose(random);
    killed.forEach(node -> node.process().holdDown());
    try {
      Waiting.pause(
          switch (victims) {
            case LEADER, CONTROLLER, TWO, ALL -> timing.trouble();
            case TWO_FOR_LONG -> LONG;
          });
      return true;
    } finally {
      killed.forEach(node -> node.process().up());
    }
  }

  private List<BrokerNode> choose(Random random) {
    return switch (victims) {
      case LEADER -> {
        String topic = LED.get(random.nextInt(LED.size()));
        yield List.of(brokers.leader(topic, random.nextInt(brokers.partitions(topic))));
      }
      case CONTROLLER -> List.of(brokers.controller());
      case TWO, TWO_FOR_LONG -> {
        List<BrokerNode> nodes = new ArrayList<>(brokers.nodes());
        Collections.shuffle(nodes, random);
        yield nodes.subList(0, 2);
      }
      case ALL -> brokers.nodes();
    };
  }
}
