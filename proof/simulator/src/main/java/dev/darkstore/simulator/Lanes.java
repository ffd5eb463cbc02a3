package dev.darkstore.simulator;

import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Node;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Partitions that services read; the next one to advance is random. */
final class Lanes {
  private final SeededRandom random;
  private final List<Lane> lanes = new ArrayList<>();

  /** One partition of one topic, with its reader. */
  static final class Lane {
    private final Topic topic;
    private final Node reader;
    private boolean isHeldUp;
    private boolean isLossy;

    private Lane(Topic topic, Node reader) {
      this.topic = topic;
      this.reader = reader;
    }

    Topic topic() {
      return topic;
    }

    Node reader() {
      return reader;
    }

    void holdUp(boolean held) {
      isHeldUp = held;
    }

    boolean isHeldUp() {
      return isHeldUp;
    }

    void lose(boolean lossy) {
      isLossy = lossy;
    }

    boolean isLossy() {
      return isLossy;
    }

    boolean canMove() {
      return !isHeldUp && reader.canDeliver(topic);
    }

    /** Returns true if the records were written by a service that would repeat lost ones. */
    boolean isBetweenServices() {
      return !topic.isClientFacing();
    }

    @Override
    public String toString() {
      return topic.topicName() + "-" + reader.partition();
    }
  }

  Lanes(World world, SeededRandom random) {
    this.random = random;
    for (ServiceKind service : world.settings().services()) {
      for (Topic topic : world.settings().inputs(service)) {
        for (int partition = 0; partition < world.settings().partitions(); partition++) {
          lanes.add(new Lane(topic, world.node(service, partition)));
        }
      }
    }
  }

  List<Lane> all() {
    return lanes;
  }

  /** Returns a random lane that can advance; empty if there is none. */
  Optional<Lane> next() {
    int start = random.below(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get((start + i) % lanes.size());
      if (lane.canMove()) {
        return Optional.of(lane);
      }
    }
    return Optional.empty();
  }

  Lane any() {
    return random.oneOf(lanes);
  }

  Lane anyBetweenServices() {
    return random.oneOf(lanes.stream().filter(Lane::isBetweenServices).toList());
  }
}
