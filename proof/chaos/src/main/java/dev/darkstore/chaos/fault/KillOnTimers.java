package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.RecordWatch;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.chaos.load.Stage;
import dev.darkstore.events.Release;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.harness.Waiting;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * SIGKILL of a service's process when its timers expire. To make them expire, the service whose
 * replies it awaits is frozen: a participant for the coordinator, the coordinator for a
 * participant.
 */
record KillOnTimers(ServiceKind service, Services services, Stage stage, ChaosTiming timing)
    implements Fault {

  @Override
  public String kind() {
    return "kill %s %s".formatted(service, Moment.MID_PUNCTUATION.label());
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.values());
  }

  @Override
  public boolean strikesAtEnd() {
    return true;
  }

  @Override
  public boolean inject(Random random) {
    Map<Integer, ServiceProcess> owners = services.owners(service);
    List<ServiceProcess> silent = services.wanted(silenced(random));
    silent.forEach(process -> process.process().suspend());
    try {
      Optional<RecordWatch.Observed> seen = awaitTimer();
      seen.ifPresent(timer -> owners.get(partition(timer)).process().kill());
      return seen.isPresent();
    } finally {
      silent.forEach(process -> process.process().resume());
    }
  }

  private ServiceKind silenced(Random random) {
    if (service != ServiceKind.COORDINATOR) {
      return ServiceKind.COORDINATOR;
    }
    List<ServiceKind> participants =
        Stream.of(ServiceKind.values()).filter(kind -> kind.branch().isPresent()).toList();
    return participants.get(random.nextInt(participants.size()));
  }

  private Optional<RecordWatch.Observed> awaitTimer() {
    if (service.branch().isPresent()) {
      return stage
          .watch()
          .await(
              Set.of(service.branch().get().topic(Topic.Role.EVENTS)),
              Set.of(ReservationExpired.class),
              timing.hold().multipliedBy(2));
    }
    // A Release before that follows from a refusal.
    Waiting.pause(timing.reserveTimeout());
    return stage
        .watch()
        .await(
            Set.copyOf(Installation.DEFAULT.topics(Topic.Role.RELEASES)),
            Set.of(Release.class),
            timing.hold());
  }

  private int partition(RecordWatch.Observed timer) {
    return stage
        .world()
        .partitionOf(service == ServiceKind.COORDINATOR ? timer.orderId() : timer.branchKey());
  }
}
