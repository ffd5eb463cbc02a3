package dev.darkstore.schemas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Installation of Darkstore on a Kafka cluster: its prefix, and its branches. The table of topics
 * and principals, from which services, tools and access rights derive which there are.
 *
 * <p>Installations with different prefixes share a cluster: the prefix begins the names of topics,
 * consumer groups, transactional ids, clients and users. Names in the programs, in record headers
 * and in output about orders have no prefix, so that records do not depend on it. This class
 * translates where a name is given to a Kafka client, or comes from one.
 */
public final class Installation {
  /** Name of the setting with the prefix. */
  public static final String SETTING = "darkstore.prefix";

  /** Installation without a prefix, and with the default branches. */
  public static final Installation DEFAULT = new Installation("");

  /** Maximum length of a prefix: names of changelogs are long, and Kafka's limit is 249. */
  public static final int PREFIX_CHARACTERS_MAX = 32;

  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern SEPARATED = Pattern.compile(".*[._-]");

  private final String prefix;
  private final BranchTable branches;
  private final List<Topic> topics;
  private final Map<String, Topic> byNameOnCluster;
  private final List<Principal> principals;

  /**
   * Creates an installation with the default branches.
   *
   * @param prefix beginning of all names on the cluster; empty for the only installation on it
   * @throws IllegalArgumentException if there is a {@link #violation}
   */
  public Installation(String prefix) {
    this(prefix, BranchTable.DEFAULT);
  }

  /**
   * Creates an installation.
   *
   * @param prefix beginning of all names on the cluster; empty for the only installation on it
   * @param branches branches of its orders
   * @throws IllegalArgumentException if there is a {@link #violation}
   */
  public Installation(String prefix, BranchTable branches) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.branches = Objects.requireNonNull(branches, "branches");
    violation(prefix)
        .ifPresent(
            broken -> {
              throw new IllegalArgumentException(SETTING + ' ' + broken);
            });
    topics = table(branches);
    byNameOnCluster =
        topics.stream().collect(Collectors.toUnmodifiableMap(this::nameOf, topic -> topic));
    principals = principals(branches);
  }

  /**
   * Returns the installation that settings name.
   *
   * @param settings settings by name; absent ones have their default
   * @throws IllegalArgumentException with the name of the setting, if one is invalid
   */
  public static Installation of(Map<String, ?> settings) {
    Object prefix = settings.get(SETTING);
    Object branches = settings.get(BranchTable.SETTING);
    if (branches != null) {
      BranchTable.violation(branches.toString())
          .ifPresent(
              broken -> {
                throw new IllegalArgumentException(BranchTable.SETTING + ' ' + broken);
              });
    }
    return new Installation(
        prefix == null ? "" : prefix.toString(),
        branches == null ? BranchTable.DEFAULT : BranchTable.parse(branches.toString()));
  }

  /** Returns the built-in topics and those of further branches, by role and then by branch. */
  private static List<Topic> table(BranchTable branches) {
    List<Topic> topics = new ArrayList<>(Topic.builtIn());
    branches.names().stream()
        .flatMap(name -> name.topics().stream())
        .filter(topic -> !topics.contains(topic))
        .toList()
        .forEach(topics::add);
    topics.sort(Comparator.comparing(Topic::role)); // Stable: in the sequence of the setting.
    return List.copyOf(topics);
  }

  private static List<Principal> principals(BranchTable branches) {
    List<Principal> principals =
        new ArrayList<>(
            List.of(
                Principal.CUSTOMERS, Principal.COORDINATOR, Principal.STORE, Principal.DELIVERY));
    branches.names().stream()
        .map(BranchName::participant)
        .filter(participant -> !principals.contains(participant))
        .forEach(principals::add);
    principals.addAll(
        List.of(Principal.BACK_OFFICE, Principal.AGENTS, Principal.AUDITORS, Principal.OPERATORS));
    return List.copyOf(principals);
  }

  /** Returns the reason, as a predicate, why a text cannot be a prefix; empty if it can. */
  public static Optional<String> violation(String prefix) {
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    if (prefix.length() > PREFIX_CHARACTERS_MAX) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "is %d characters long; it must not exceed %d",
              prefix.length(),
              PREFIX_CHARACTERS_MAX));
    }
    String shown = "is '" + Text.escape(prefix) + "'; it must ";
    if (!CHARACTERS.matcher(prefix).matches()) {
      return Optional.of(
          shown + "consist of letters, digits, '.', '_' and '-', and begin with a letter or digit");
    }
    if (!SEPARATED.matcher(prefix).matches()) {
      return Optional.of(shown + "end with '.', '_' or '-', as in '" + prefix + ".'");
    }
    return reserved()
        .filter(word -> prefix.matches("(.*[._-])?" + Pattern.quote(word) + ".*"))
        .findFirst()
        .map(word -> shown + "not contain '" + word + "', with which names of groups begin");
  }

  /**
   * Returns beginnings of groups and changelogs. Access rights cover these names by their
   * beginning, so the rights of an installation would include the names of another one whose prefix
   * contains one.
   */
  private static Stream<String> reserved() {
    return Stream.concat(
        Stream.of("darkstore-"), Principal.WITHOUT_SERVICE.stream().map(Principal::name));
  }

  /** Returns the prefix; empty for the only installation on the cluster. */
  public String prefix() {
    return prefix;
  }

  /** Returns the branches of every order. */
  public BranchTable branches() {
    return branches;
  }

  /** Returns all topics, by role and then by branch. */
  public List<Topic> topics() {
    return topics;
  }

  /** Returns the topics of these roles, in the table's order. */
  public List<Topic> topics(Topic.Role... roles) {
    return topics(topic -> Arrays.asList(roles).contains(topic.role()));
  }

  /**
   * Returns the topics that a service reads or writes, in the table's order, without dead letters.
   */
  public List<Topic> topicsOf(Principal service) {
    return topics(topic -> topic.writer().equals(service) || topic.readers().contains(service));
  }

  /** Returns the topics that a principal reads to do its work, in the table's order. */
  public List<Topic> readBy(Principal principal) {
    return topics(topic -> topic.readers().contains(principal));
  }

  private List<Topic> topics(Predicate<Topic> matches) {
    return topics.stream().filter(matches).toList();
  }

  /**
   * Returns the topics that must have as many partitions as this one, itself included: otherwise
   * records of one key would reach different tasks. Empty if it is read or written by itself.
   */
  public List<Topic> copartitioned(Topic topic) {
    Optional<Principal> service = topic.joinedBy();
    return service.isEmpty() ? List.of() : topics(other -> other.joinedBy().equals(service));
  }

  /** Returns every group of topics that must have equal partition counts, one per service. */
  public List<List<Topic>> copartitions() {
    return topics.stream()
        .map(this::copartitioned)
        .filter(group -> !group.isEmpty())
        .distinct()
        .toList();
  }

  /** Returns the users of the topics: services, external applications and staff. */
  public List<Principal> principals() {
    return principals;
  }

  /** Returns the services: the coordinator and every participant. */
  public List<Principal> services() {
    return principals.stream().filter(Principal::isService).toList();
  }

  /** Returns the name of a topic on the cluster. */
  public String nameOf(Topic topic) {
    return prefixed(topic.topicName());
  }

  /** Returns the name on the cluster of a group, transactional id, client or user. */
  public String prefixed(String name) {
    return prefix + name;
  }

  /** Returns a topic's name in the table, from that on the cluster. */
  public String tableName(String nameOnCluster) {
    if (!nameOnCluster.startsWith(prefix)) {
      throw new IllegalArgumentException(
          nameOnCluster + " does not begin with the prefix '" + prefix + "'");
    }
    return nameOnCluster.substring(prefix.length());
  }

  /** Returns the topic with this name on the cluster, if it is one of this installation. */
  public Optional<Topic> topic(String nameOnCluster) {
    return Optional.ofNullable(byNameOnCluster.get(nameOnCluster));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Installation that
            && prefix.equals(that.prefix)
            && branches.equals(that.branches));
  }

  @Override
  public int hashCode() {
    return Objects.hash(prefix, branches);
  }

  @Override
  public String toString() {
    return "Installation[prefix=" + prefix + ", branches=" + branches + ']';
  }
}
