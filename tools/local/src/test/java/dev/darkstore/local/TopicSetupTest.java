package dev.darkstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.topics.TopicSetup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The creation of the topics")
@Timeout(60)
class TopicSetupTest {
  private static final int RUNS = 4;

  @Test
  @DisplayName("can run several times, also at the same time, and creates each topic once")
  void canRunSeveralTimes() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary());
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      Callable<TopicSetup.Result> run =
          () -> TopicSetup.create(admin, Installation.DEFAULT, 2, (short) 1);
      ExecutorService executor = Executors.newFixedThreadPool(RUNS);
      List<Topic> created = new ArrayList<>();
      try {
        for (Future<TopicSetup.Result> result :
            executor.invokeAll(Collections.nCopies(RUNS, run))) {
          created.addAll(result.get().created());
          assertThat(result.get().partitions())
              .containsOnlyKeys(Installation.DEFAULT.topics())
              .allSatisfy((topic, partitions) -> assertThat(partitions).isEqualTo(2));
        }
      } finally {
        executor.shutdownNow();
      }
      assertThat(created).containsExactlyInAnyOrderElementsOf(Installation.DEFAULT.topics());
      assertThat(run.call().created()).isEmpty();
    }
  }
}
