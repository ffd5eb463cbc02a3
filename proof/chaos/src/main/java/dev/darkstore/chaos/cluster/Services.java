package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.AdminRequests;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.harness.Waiting;
import dev.darkstore.schemas.Installation;
import dev.darkstore.services.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Processes of the services, by default two of each; the second connects to the brokers through a
 * proxy.
 */
public final class Services {
  public static final int USUAL = 2;
  public static final int MOST = 3;

  /** Number of the process behind the proxy. */
  public static final int PROXIED = 2;

  private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-Xss512k");

  private static final Duration OWNERS_LIMIT = Duration.ofSeconds(30);

  private final Brokers brokers;
  private final int partitions;
  private final Map<ServiceKind, List<ServiceProcess>> processes = new EnumMap<>(ServiceKind.class);

  public Services(
      Path folder, Brokers brokers, int partitions, ChaosTiming timing, Supervisor supervisor) {
    this.partitions = partitions;
    this.brokers = brokers;
    for (ServiceKind kind : ServiceKind.values()) {
      List<ServiceProcess> ofKind = new ArrayList<>();
      for (int number = 1; number <= MOST; number++) {
        ofKind.add(process(kind, number, folder, timing, supervisor));
      }
      processes.put(kind, List.copyOf(ofKind));
    }
  }

  private ServiceProcess process(
      ServiceKind kind, int number, Path folder, ChaosTiming timing, Supervisor supervisor) {
    String name = ServiceProcess.name(kind, number);
    Path own = folder.resolve(name);
    Path state = own.resolve(RunFolder.STATE);
    String bootstrap =
        number == PROXIED ? brokers.ports().bootstrapByProxy(kind) : brokers.ports().bootstrap();
    Map<String, String> properties = ServiceProperties.of(name, state, bootstrap, timing);
    Path file = PropertiesFile.write(own.resolve("service.properties"), properties);
    SupervisedProcess process = supervisor.process(name, JVM_OPTIONS, kind.mainClass(), file);
    return new ServiceProcess(kind, number, state, process, file, properties);
  }

  /** Returns all possible processes of a service. */
  public List<ServiceProcess> of(ServiceKind kind) {
    return processes.get(kind);
  }

  /** Returns the processes of a service that should run now. */
  public List<ServiceProcess> wanted(ServiceKind kind) {
    return of(kind).stream().filter(service -> service.process().isWanted()).toList();
  }

  /** Starts the default number of processes of each service, and stops all others. */
  public void bringBack() {
    for (ServiceKind kind : ServiceKind.values()) {
      scale(kind, USUAL);
    }
  }

  /**
   * Starts the given number of processes of the service, and stops the others in an orderly way.
   */
  public void scale(ServiceKind kind, int count) {
    for (ServiceProcess service : of(kind)) {
      if (service.number() <= count) {
        service.process().up();
      } else {
        service.process().stop();
      }
    }
  }

  /** Deletes the service's consumer group with its offsets; its processes must be down. */
  public void deleteGroup(ServiceKind kind) {
    Waiting.require(
        "the group of the %s deleted".formatted(kind),
        OWNERS_LIMIT,
        () ->
            AdminRequests.answers(
                () -> {
                  AdminRequests.answer(
                      brokers
                          .admin()
                          .deleteConsumerGroups(
                              List.of(kind.definition().applicationId(Installation.DEFAULT)))
                          .all());
                  return true;
                }));
  }

  /** Returns true if the service has committed an offset of every partition of its input. */
  public boolean hasOffsets(ServiceKind kind) {
    return AdminRequests.answers(
        () ->
            AdminRequests.committed(
                        brokers.admin(), kind.definition().applicationId(Installation.DEFAULT))
                    .keySet()
                    .stream()
                    .filter(partition -> partition.topic().equals(kind.input().topicName()))
                    .count()
                == partitions);
  }

  /** Sets {@code darkstore.accept} for the next starts of the service; empty for none. */
  public void accept(ServiceKind kind, String mismatches) {
    for (ServiceProcess service : of(kind)) {
      service.configure(Map.of("darkstore.accept", mismatches));
    }
  }

  /**
   * Returns the process that owns each partition of the service's input.
   *
   * @throws HarnessException if some partition has no owner within the limit
   */
  public Map<Integer, ServiceProcess> owners(ServiceKind kind) {
    Map<Integer, ServiceProcess> owners = new HashMap<>();
    Waiting.require(
        "every partition of the %s is worked on".formatted(kind),
        OWNERS_LIMIT,
        () -> {
          owners.clear();
          return AdminRequests.answers(
              () -> {
                describe(kind).members().forEach(member -> enter(kind, member, owners));
                return owners.size() == partitions;
              });
        });
    return owners;
  }

  private void enter(
      ServiceKind kind, MemberDescription member, Map<Integer, ServiceProcess> owners) {
    List<ServiceProcess> owner =
        of(kind).stream()
            .filter(service -> member.clientId().startsWith(service.name() + "-"))
            .toList();
    partitions(kind, member).forEach(p -> owner.forEach(process -> owners.put(p, process)));
  }

  private static List<Integer> partitions(ServiceKind kind, MemberDescription member) {
    return member.assignment().topicPartitions().stream()
        .filter(assigned -> assigned.topic().equals(kind.input().topicName()))
        .map(TopicPartition::partition)
        .toList();
  }

  /**
   * Returns true if exactly the required processes of every service are running, all with
   * partitions.
   */
  public boolean areSettled() {
    for (ServiceKind kind : ServiceKind.values()) {
      if (!isSettled(kind)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns true if exactly the required processes of the service are running, all with partitions.
   */
  public boolean isSettled(ServiceKind kind) {
    List<ServiceProcess> wanted = wanted(kind);
    return wanted.stream().allMatch(service -> service.process().isAlive())
        && hasStableGroup(kind, wanted.size());
  }

  private boolean hasStableGroup(ServiceKind kind, int members) {
    return AdminRequests.answers(
        () -> {
          ConsumerGroupDescription group = describe(kind);
          return group.groupState() == GroupState.STABLE && group.members().size() == members;
        });
  }

  private ConsumerGroupDescription describe(ServiceKind kind) {
    return AdminRequests.answer(
            brokers
                .admin()
                .describeConsumerGroups(
                    List.of(kind.definition().applicationId(Installation.DEFAULT)))
                .all())
        .get(kind.definition().applicationId(Installation.DEFAULT));
  }
}
