package dev.darkstore.system.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.setup.access.AccessTable;
import dev.darkstore.setup.access.Right;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.internals.SecurityUtils;

/** Topics and users as Strimzi resources. */
final class StrimziResources {
  private static final int PARTITIONS = 12;
  private static final int REPLICAS = 3;
  private static final int MIN_IN_SYNC_REPLICAS = 2;

  private static final String MADE_BY =
      """
      # Generated from the code by a test, which fails if they differ. To regenerate:
      # mvn -pl :system-tests -am test -Dtest=StrimziTest -Dupdate.docs=true
      """;

  private static final String OF_TOPICS =
      """
      # Topics. Partition counts cannot change under live data: choose one for the expected load, equal for
      # all topics.
      """;

  private static final String OF_USERS =
      """
      # Users and rights. Every topic has one writer, so a vote can be trusted. The service that reads a topic
      # of external clients also writes it: it forwards records to the partition of their key. No user may
      # create topics: changelogs of services are in topics.yaml too. Auditors may read everything; operators
      # too, and may resend dead letters. Clients have quotas, in bytes per second and broker.
      """;

  private StrimziResources() {}

  static String topics(Installation installation) {
    ServiceSettings settings =
        ServiceSettings.of(
            Map.of(
                Installation.SETTING,
                installation.prefix(),
                BranchTable.SETTING,
                installation.branches().toString()));
    Stream<Map<String, Object>> ours =
        installation.topics().stream().map(t -> topic(installation.nameOf(t), t.configs()));
    Stream<Map<String, Object>> internal =
        installation.principals().stream()
            .map(AccessTable.SERVICES::get)
            .filter(Objects::nonNull)
            .flatMap(service -> InternalTopic.of(service, settings).stream())
            .map(t -> topic(t.name(), new TreeMap<>(t.configs())));
    return MADE_BY + OF_TOPICS + documents(Stream.concat(ours, internal));
  }

  static String users(Installation installation) {
    AccessTable table = new AccessTable(installation);
    return MADE_BY
        + OF_USERS
        + documents(installation.principals().stream().map(principal -> user(table, principal)));
  }

  private static Map<String, Object> topic(String topicName, Map<String, String> configs) {
    Map<String, Object> config = new LinkedHashMap<>();
    configs.forEach((name, value) -> config.put(name, number(value)));
    config.put("min.insync.replicas", MIN_IN_SYNC_REPLICAS);
    return resource(
        "KafkaTopic",
        topicName,
        ordered("partitions", PARTITIONS, "replicas", REPLICAS, "config", config));
  }

  private static Object number(String value) {
    return value.matches("\\d+") ? (Object) Long.valueOf(value) : value;
  }

  private static Map<String, Object> user(AccessTable table, Principal principal) {
    List<Map<String, Object>> acls =
        table.rights(principal).stream().map(StrimziResources::acl).toList();
    Map<String, Object> spec =
        ordered(
            "authentication",
            ordered("type", "tls"),
            "authorization",
            ordered("type", "simple", "acls", acls));
    AccessTable.producedBytesPerSecond(principal)
        .ifPresent(bytes -> spec.put("quotas", ordered("producerByteRate", bytes)));
    return resource("KafkaUser", table.userName(principal), spec);
  }

  private static Map<String, Object> acl(Right right) {
    String type =
        right.type() == ResourceType.TRANSACTIONAL_ID
            ? "transactionalId"
            : right.type().name().toLowerCase(Locale.ROOT);
    return ordered(
        "resource",
        right.type() == ResourceType.CLUSTER
            ? ordered("type", type)
            : ordered(
                "type",
                type,
                "name",
                right.name(),
                "patternType",
                right.pattern() == PatternType.PREFIXED ? "prefix" : "literal"),
        "operations",
        right.operations().stream().map(SecurityUtils::operationName).toList());
  }

  private static Map<String, Object> resource(String kind, String name, Object spec) {
    return ordered(
        "apiVersion",
        "kafka.strimzi.io/v1",
        "kind",
        kind,
        "metadata",
        ordered("name", name, "labels", ordered("strimzi.io/cluster", "darkstore")),
        "spec",
        spec);
  }

  private static String documents(Stream<Map<String, Object>> resources) {
    ObjectMapper mapper =
        new ObjectMapper(
            YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                .build());
    return resources
        .map(
            resource -> {
              try {
                return mapper.writeValueAsString(resource);
              } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot be written as YAML: " + resource, e);
              }
            })
        .collect(Collectors.joining());
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
