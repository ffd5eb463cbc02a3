package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Installation of Darkstore on a Kafka cluster. Installations with different prefixes share a
 * cluster: the prefix begins the names of topics, consumer groups, transactional ids, clients and
 * users.
 *
 * <p>Names in the programs, in record headers and in output about orders have no prefix, so that
 * records do not depend on it. This class translates where a name is given to a Kafka client, or
 * comes from one.
 *
 * @param prefix beginning of all names on the cluster; empty for the only installation on it
 */
public record Installation(String prefix) {
  /** Name of the setting with the prefix. */
  public static final String SETTING = "darkstore.prefix";

  /** Installation without a prefix. */
  public static final Installation DEFAULT = new Installation("");

  /** Maximum length of a prefix: names of changelogs are long, and Kafka's limit is 249. */
  public static final int PREFIX_CHARACTERS_MAX = 32;

  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern SEPARATED = Pattern.compile(".*[._-]");

  /**
   * Beginnings of groups and changelogs. Access rights cover these names by their beginning, so the
   * rights of an installation would include the names of another one whose prefix contains one.
   */
  private static final List<String> RESERVED =
      Stream.concat(
              Stream.of("darkstore-"),
              Arrays.stream(Principal.values())
                  .filter(principal -> !principal.isService())
                  .map(principal -> principal.name().toLowerCase(Locale.ROOT).replace('_', '-')))
          .toList();

  /**
   * Checks the prefix.
   *
   * @throws IllegalArgumentException if there is a {@link #violation}
   */
  public Installation {
    Objects.requireNonNull(prefix, "prefix");
    violation(prefix)
        .ifPresent(
            broken -> {
              throw new IllegalArgumentException(SETTING + ' ' + broken);
            });
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
    return RESERVED.stream()
        .filter(word -> prefix.matches("(.*[._-])?" + Pattern.quote(word) + ".*"))
        .findFirst()
        .map(word -> shown + "not contain '" + word + "', with which names of groups begin");
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
    return nameOnCluster.startsWith(prefix)
        ? Topic.named(nameOnCluster.substring(prefix.length()))
        : Optional.empty();
  }
}
