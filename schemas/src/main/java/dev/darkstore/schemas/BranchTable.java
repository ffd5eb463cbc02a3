package dev.darkstore.schemas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Branches of the orders of an installation, as configured. Topics, principals, routes and rules
 * derive from it.
 *
 * <p>Every table has {@code store} and {@code delivery}: an order names goods and a zone, and
 * stock, agents and their supply belong to these two.
 *
 * @param rows branches, in the sequence of the setting
 */
public record BranchTable(List<Row> rows) {
  /** Name of the setting with the branches. */
  public static final String SETTING = "darkstore.branches";

  /** Maximum number of branches. */
  public static final int BRANCHES_MAX = 8;

  /** Branches of an installation without the setting. */
  public static final BranchTable DEFAULT = parse("store,delivery");

  /**
   * Branch of every order.
   *
   * @param name name of the branch
   * @param key field of the order that is the key of its commands
   */
  public record Row(BranchName name, KeyField key) {
    @Override
    public String toString() {
      return key == keyOf(name) ? name.text() : name.text() + ':' + key.field();
    }
  }

  /**
   * Checks and copies the branches.
   *
   * @throws IllegalArgumentException if they cannot be the branches of one installation
   */
  public BranchTable {
    rows = List.copyOf(rows);
    check(rows);
  }

  /**
   * Returns the table of a setting: names separated by commas, each with the field that is its key
   * after a colon, as in {@code store,delivery,payment:customerId}.
   *
   * @throws IllegalArgumentException with the fault and the way out, if it is invalid
   */
  public static BranchTable parse(String setting) {
    List<Row> rows = new ArrayList<>();
    for (String entry : setting.split(",", -1)) {
      rows.add(row(entry.strip()));
    }
    return new BranchTable(rows);
  }

  /** Returns the reason, as a predicate, why a text cannot be the setting; empty if it can. */
  public static Optional<String> violation(String setting) {
    try {
      parse(setting);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("is '" + Text.escape(setting) + "': " + e.getMessage());
    }
  }

  private static Row row(String entry) {
    int colon = entry.indexOf(':');
    if (entry.isEmpty() || colon == 0) {
      throw new IllegalArgumentException(
          "a name is missing; separate names by single commas, as in store,delivery");
    }
    BranchName name = BranchName.of(colon < 0 ? entry : entry.substring(0, colon));
    if (colon < 0) {
      return new Row(name, keyOf(name));
    }
    String field = entry.substring(colon + 1);
    return new Row(
        name,
        KeyField.named(field)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the key of branch '%s' is '%s'; it must be one of %s"
                            .formatted(
                                name,
                                Text.escape(field),
                                Arrays.stream(KeyField.values())
                                    .map(KeyField::field)
                                    .collect(Collectors.joining(", "))))));
  }

  /** Returns the key of a branch whose setting names none. */
  private static KeyField keyOf(BranchName name) {
    if (name.equals(BranchName.STORE)) {
      return KeyField.STORE_ID;
    }
    return name.equals(BranchName.DELIVERY) ? KeyField.ZONE_ID : KeyField.ORDER_ID;
  }

  private static void check(List<Row> rows) {
    if (rows.size() > BRANCHES_MAX) {
      throw new IllegalArgumentException(
          rows.size() + " branches; at most " + BRANCHES_MAX + " are allowed");
    }
    Set<BranchName> names = new HashSet<>();
    for (Row row : rows) {
      if (!names.add(row.name())) {
        throw new IllegalArgumentException("branch '" + row.name() + "' is named twice");
      }
    }
    for (BranchName needed : List.of(BranchName.STORE, BranchName.DELIVERY)) {
      if (!names.contains(needed)) {
        throw new IllegalArgumentException(
            "branch '%s' is missing; every order takes goods and an agent, so 'store' and 'delivery'"
                    .formatted(needed)
                + " must be named");
      }
      rows.stream()
          .filter(row -> row.name().equals(needed) && row.key() != keyOf(needed))
          .findFirst()
          .ifPresent(
              row -> {
                throw new IllegalArgumentException(
                    "the key of branch '%s' is '%s'; it must be %s"
                        .formatted(needed, row.key().field(), keyOf(needed).field()));
              });
    }
    checkPrefixes(names);
  }

  /**
   * Access rights cover a participant's changelogs and transactional ids by their beginning, the
   * name and a hyphen: they must not include those of another service.
   */
  private static void checkPrefixes(Set<BranchName> names) {
    Set<String> services = new HashSet<>(Set.of(Principal.COORDINATOR.name()));
    names.forEach(name -> services.add(name.text()));
    for (BranchName name : names) {
      for (String service : services) {
        if (name.text().startsWith(service + '-')) {
          throw new IllegalArgumentException(
              "branch '%s' begins with the name of service '%s', whose rights would include its topics;"
                      .formatted(name, service)
                  + " choose another name");
        }
      }
    }
  }

  /** Returns the names of the branches, in the sequence of the setting. */
  public List<BranchName> names() {
    return rows.stream().map(Row::name).toList();
  }

  /** Returns the setting. */
  @Override
  public String toString() {
    return rows.stream().map(Row::toString).collect(Collectors.joining(","));
  }
}
