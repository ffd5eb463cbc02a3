package dev.darkstore.registry;

import dev.darkstore.http.ExitStatus;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.runtime.settings.KafkaSettings;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the mirror until the process is stopped. Settings have the sources of the services'
 * settings.
 */
public final class RegistryMain {
  static final String URL = "darkstore.registry.url";
  static final String CREDENTIALS = "darkstore.registry.credentials";

  private static final List<String> KNOWN =
      List.of(URL, CREDENTIALS, Installation.SETTING, BranchTable.SETTING);

  private static final Logger log = LoggerFactory.getLogger(RegistryMain.class);
  private static final String APPLICATION_ID = "darkstore-registry";

  private RegistryMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // As in the services.
    System.exit(run(arguments));
  }

  /**
   * Returns the exit status: 0 after an orderly stop, 1 after a failure, 2 if it could not start.
   */
  private static int run(String... arguments) {
    KafkaStreams streams;
    try {
      Map<String, String> set =
          SettingsSource.read(Arrays.stream(arguments).map(Path::of).toList(), System.getenv());
      Installation installation = installation(set);
      StreamsConfig config = new StreamsConfig(kafka(set));
      Map<Topic, RegistryFormat> formats = RegistryMirror.formats(registry(set), installation);
      makeCopies(config, installation);
      streams = new KafkaStreams(RegistryMirror.topology(formats, installation), config);
    } catch (RegistryException | SettingsException | KafkaException e) {
      log.error("the registry mirror does not start: {}", e.getMessage());
      return ExitStatus.UNUSABLE;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          log.info("the registry mirror is {}", now);
          if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            stopped.countDown();
          }
        });
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "close-registry-mirror"));
    streams.start();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return streams.state() == KafkaStreams.State.ERROR ? ExitStatus.FAILED : ExitStatus.OK;
  }

  private static Installation installation(Map<String, String> set) {
    try {
      return Installation.of(set);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(e.getMessage(), e);
    }
  }

  static RegistryClient registry(Map<String, String> set) {
    List<String> unknown =
        set.keySet().stream()
            .filter(name -> name.startsWith("darkstore."))
            .filter(name -> !KNOWN.contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new RegistryException(
          "unknown settings %s; known are %s".formatted(unknown, String.join(", ", KNOWN)));
    }
    String url = set.get(URL);
    if (url == null || !url.matches("https?://[^/,][^,]*")) {
      throw new RegistryException(
          "%s is %s; it must be one address of the registry, such as http://localhost:8081"
              .formatted(URL, url == null ? "not set" : "'" + url + "'"));
    }
    try {
      return new RegistryClient(URI.create(url), Optional.ofNullable(set.get(CREDENTIALS)));
    } catch (IllegalArgumentException e) {
      throw new RegistryException(URL + " is no address: " + e.getMessage(), e);
    }
  }

  static Map<String, Object> kafka(Map<String, String> set) {
    Map<String, String> kafkas = new TreeMap<>(set);
    kafkas.keySet().removeIf(name -> name.startsWith("darkstore."));
    List<String> problems = KafkaSettings.problems(kafkas);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    Map<String, Object> config = new TreeMap<>();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, installation(set).prefixed(APPLICATION_ID));
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    config.putAll(kafkas);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return config;
  }

  /** Creates the copies, each with the partition count and retention of its original. */
  private static void makeCopies(StreamsConfig config, Installation installation) {
    try (Admin admin = Admin.create(config.getAdminConfigs(APPLICATION_ID))) {
      Map<String, TopicDescription> originals =
          admin
              .describeTopics(
                  RegistryMirror.topics(installation).stream().map(installation::nameOf).toList())
              .allTopicNames()
              .get();
      List<NewTopic> copies = new ArrayList<>();
      Set<String> existing = admin.listTopics().names().get();
      for (Topic topic : RegistryMirror.topics(installation)) {
        String copy = RegistryMirror.copyOf(topic, installation);
        if (!existing.contains(copy)) {
          int partitions = originals.get(installation.nameOf(topic)).partitions().size();
          copies.add(
              new NewTopic(copy, Optional.of(partitions), Optional.empty())
                  .configs(copyConfigs(topic)));
        }
      }
      admin.createTopics(copies).all().get();
    } catch (ExecutionException e) {
      throw new RegistryException("the topics cannot be copied: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException("interrupted while topics were created", e);
    }
  }

  /** Returns the settings of a copy: it keeps the original's timestamps, which are the broker's. */
  private static Map<String, String> copyConfigs(Topic topic) {
    Map<String, String> configs = new TreeMap<>(topic.configs());
    configs.put("message.timestamp.type", "CreateTime");
    return configs;
  }
}
