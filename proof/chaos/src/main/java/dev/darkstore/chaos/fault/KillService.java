package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.RecordWatch;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.chaos.load.Stage;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Commit;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.harness.Waiting;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** SIGKILL of a service's process during normal work, or while idle. */
record KillService(ServiceKind service, Moment moment, Services services, Stage stage)
    implements Fault {
  private static final Duration MOMENT_LIMIT = Duration.ofSeconds(15);

  @Override
  public String kind() {
    return "kill %s %s".formatted(service, moment.label());
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean strikesAtEnd() {
    return true;
  }

  @Override
  public boolean inject(Random random) {
    return switch (moment) {
      case IDLE -> killIdle(random);
      case MID_RESERVATION -> killOnSight(random, Reserve.class, Reserved.class);
      case MID_COMMIT -> killOnSight(random, Commit.class, Assigned.class);
      case MID_PUNCTUATION ->
          throw new IllegalStateException("timers do not run out in normal work");
    };
  }

  private boolean killIdle(Random random) {
    stage.load().pause();
    try {
      if (!Waiting.until(MOMENT_LIMIT, stage::isQuiet)) {
        return false;
      }
      List<ServiceProcess> candidates = services.wanted(service);
      candidates.get(random.nextInt(candidates.size())).process().kill();
      return true;
    } finally {
      stage.load().resume();
    }
  }

  /**
   * Kills the process that owns the partition of the next command or reply as soon as that is seen;
   * returns false if none is seen. The owners of partitions are looked up beforehand, to save time.
   */
  private boolean killOnSight(Random random, Class<?> command, Class<?> answer) {
    Map<Integer, ServiceProcess> owners = services.owners(service);
    boolean onAnswer = service != ServiceKind.COORDINATOR && random.nextBoolean();
    Optional<RecordWatch.Observed> seen =
        stage.watch().await(topics(onAnswer), Set.of(onAnswer ? answer : command), MOMENT_LIMIT);
    if (seen.isEmpty()) {
      return false;
    }
    String key = service == ServiceKind.COORDINATOR ? seen.get().orderId() : seen.get().branchKey();
    owners.get(stage.world().partitionOf(key)).process().kill();
    return true;
  }

  private Set<Topic> topics(boolean onAnswer) {
    if (service.branch().isEmpty()) {
      return Set.copyOf(Installation.DEFAULT.topics(Topic.Role.COMMANDS));
    }
    BranchName branch = service.branch().get();
    return onAnswer
        ? Set.of(branch.topic(Topic.Role.VOTES), branch.topic(Topic.Role.EVENTS))
        : Set.of(branch.topic(Topic.Role.COMMANDS));
  }
}
