package dev.darkstore.topology.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The topics and the users as Strimzi's resources. */
final class StrimziResources {
  private static final int PARTITIONS = 12;
  private static final int REPLICAS = 3;
  private static final int MIN_IN_SYNC_REPLICAS = 2;

  private static final String MADE_BY =
      """
      # Made by a test from the code, which fails when the two differ. To write it anew:
      # mvn -pl topology-tests -am test -Dtest=StrimziTest -Dupdate.docs=true
      """;

  private static final String OF_TOPICS =
      """
      # The topics. Partition counts never change under live data: choose for the load to come, the same
      # for all of them.
      """;

  private static final String OF_USERS =
      """
      # Who may do what. One writer per topic is what makes a vote trustworthy. The service that reads a
      # topic written from outside also writes it: it sends on what lies on another partition than its
      # key's. A service makes its own changelogs, and nothing else. Operators may read everything and
      # put right what went to the dead letters.
      """;

  private StrimziResources() {}

  static String topics() {
    return MADE_BY + OF_TOPICS + documents(Arrays.stream(Topic.values()), StrimziResources::topic);
  }

  static String users() {
    List<Map<String, Object>> users = new ArrayList<>();
    for (Principal principal : Principal.values()) {
      switch (principal) {
        case COORDINATOR, STORE, DELIVERY -> users.add(service(principal));
        case CUSTOMERS, BACK_OFFICE, AGENTS -> users.add(client(principal));
        case EVERY_SERVICE -> {}
      }
    }
    users.add(operators());
    return MADE_BY + OF_USERS + documents(users.stream(), Function.identity());
  }

  private static Map<String, Object> topic(Topic topic) {
    Map<String, Object> config = new LinkedHashMap<>();
    topic.configs().forEach((name, value) -> config.put(name, number(value)));
    config.put("min.insync.replicas", MIN_IN_SYNC_REPLICAS);
    return resource(
        "KafkaTopic",
        topic.topicName(),
        ordered("partitions", PARTITIONS, "replicas", REPLICAS, "config", config));
  }

  private static Object number(String value) {
    return value.matches("\\d+") ? (Object) Long.valueOf(value) : value;
  }

  private static Map<String, Object> service(Principal principal) {
    String id = TopicUse.SERVICES.get(principal).applicationId();
    TopicUse use = TopicUse.ofService(TopicUse.SERVICES.get(principal));
    List<Object> acls = new ArrayList<>(topicAcls(use.read(), use.written()));
    acls.add(acl("topic", id + "-", "prefix", "Create", "Describe", "Read", "Write"));
    acls.add(acl("group", id, "literal", "Describe", "Read"));
    acls.add(acl("transactionalId", id, "prefix", "Describe", "Write"));
    return user(id, acls);
  }

  private static Map<String, Object> client(Principal principal) {
    String name = principal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    TopicUse use = TopicUse.ofTable(principal);
    List<Object> acls = new ArrayList<>(topicAcls(use.read(), use.written()));
    acls.add(acl("group", name, "prefix", "Describe", "Read"));
    return user(name, acls);
  }

  private static Map<String, Object> operators() {
    List<Object> acls = new ArrayList<>();
    acls.add(acl("topic", "*", "literal", "Describe", "DescribeConfigs", "Read"));
    acls.add(acl("group", "*", "literal", "Describe"));
    acls.add(acl("group", "operators", "prefix", "Describe", "Read"));
    acls.add(acl("transactionalId", "operators", "prefix", "Describe", "Write"));
    Arrays.stream(Topic.values())
        .filter(Topic::isClientFacing)
        .forEach(topic -> acls.add(acl("topic", topic.topicName(), "literal", "Write")));
    return user("operators", acls);
  }

  private static List<Object> topicAcls(Set<Topic> read, Set<Topic> written) {
    return Arrays.stream(Topic.values())
        .filter(topic -> read.contains(topic) || written.contains(topic))
        .map(
            topic -> {
              Set<String> operations = new TreeSet<>(Set.of("Describe"));
              if (read.contains(topic)) {
                operations.add("Read");
              }
              if (written.contains(topic)) {
                operations.add("Write");
              }
              return acl("topic", topic.topicName(), "literal", operations.toArray(String[]::new));
            })
        .map(Object.class::cast)
        .toList();
  }

  private static Map<String, Object> acl(
      String type, String name, String pattern, String... operations) {
    return ordered(
        "resource",
        ordered("type", type, "name", name, "patternType", pattern),
        "operations",
        List.of(operations));
  }

  private static Map<String, Object> user(String name, List<Object> acls) {
    return resource(
        "KafkaUser",
        name,
        ordered(
            "authentication",
            ordered("type", "tls"),
            "authorization",
            ordered("type", "simple", "acls", acls)));
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

  private static <T> String documents(Stream<T> items, Function<T, Map<String, Object>> resource) {
    ObjectMapper mapper =
        new ObjectMapper(
            YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                .build());
    return items
        .map(
            item -> {
              try {
                return mapper.writeValueAsString(resource.apply(item));
              } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot be written: " + item, e);
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
