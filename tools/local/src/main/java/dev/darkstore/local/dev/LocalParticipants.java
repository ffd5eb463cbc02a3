package dev.darkstore.local.dev;

import dev.darkstore.console.Participants;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.services.ServiceKind;
import java.util.Arrays;
import java.util.List;

/** Participants that run in this process. */
public final class LocalParticipants implements Participants {
  private final LocalCluster cluster;

  /** Creates a view of this cluster's participants. */
  public LocalParticipants(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<String> names() {
    return Arrays.stream(ServiceKind.values())
        .flatMap(service -> service.branch().stream())
        .map(BranchName::text)
        .toList();
  }

  @Override
  public boolean isRunning(String name) {
    return cluster.isStarted(ServiceKind.named(name));
  }

  @Override
  public void start(String name) {
    cluster.start(ServiceKind.named(name));
  }

  @Override
  public void stop(String name) {
    cluster.stop(ServiceKind.named(name));
  }
}
