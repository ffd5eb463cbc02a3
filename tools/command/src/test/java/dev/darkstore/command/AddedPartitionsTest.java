package dev.darkstore.command;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkstore.local.LocalCluster;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Partitions added to topics of running services")
@Timeout(120)
class AddedPartitionsTest {
  private static final int BEFORE = 2;
  private static final int AFTER = 7;

  /** The producers of the services read the new counts within half a second. */
  private static final Map<String, String> SOON = Map.of("producer.metadata.max.age.ms", "500");

  @Test
  @DisplayName("lead to no wrong outcome, and stop the services that have state for their keys")
  void stopTheServices() throws Exception {
    String store =
        IntStream.range(0, 100)
            .mapToObj(n -> "store-" + n)
            .filter(id -> partition(id, BEFORE) != partition(id, AFTER))
            .findFirst()
            .orElseThrow();
    try (LocalCluster cluster =
        LocalCluster.begin(LocalPlan.temporary("darkstore-added-").with(SOON))) {
      cluster.awaitBroker();
      cluster.startServices();
      run(cluster, "agents online --zone z-1 asha ben carl dora elif femi gus hana");
      run(cluster, "stock receive --store " + store + " --sku milk=9");
      String place = "place --wait --store " + store + " --zone z-1 --sku milk=1 --order ";
      run(cluster, place + "before");

      addPartitions(cluster, Installation.DEFAULT.copartitioned(Topic.STORE_COMMANDS));
      for (int order = 1; order <= 7; order++) {
        run(cluster, place + "after-" + order);
      }

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(cluster.services())
                      .filteredOn(Service::hasFailed)
                      .extracting(Service::name)
                      .contains("coordinator", "store")
                      .doesNotContain("delivery"));
    }
  }

  private static int partition(String key, int count) {
    return Partitions.of(key.getBytes(StandardCharsets.UTF_8), count);
  }

  private static void run(LocalCluster cluster, String line) {
    Run run = Run.of(line, List.of("--bootstrap-server", cluster.bootstrapServers()));
    assertThat(run.status()).as(run.out() + run.err()).isZero();
  }

  private static void addPartitions(LocalCluster cluster, List<Topic> topics) throws Exception {
    try (Admin admin = Admin.create(cluster.clientConfig())) {
      List<String> names = topics.stream().map(Topic::topicName).toList();
      admin
          .createPartitions(
              names.stream().collect(toMap(name -> name, name -> NewPartitions.increaseTo(AFTER))))
          .all()
          .get();
      await()
          .untilAsserted(
              () ->
                  assertThat(admin.describeTopics(names).allTopicNames().get().values())
                      .allMatch(topic -> topic.partitions().size() == AFTER));
    }
  }
}
