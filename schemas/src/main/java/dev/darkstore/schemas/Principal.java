package dev.darkstore.schemas;

import java.util.List;
import java.util.Objects;

/**
 * Writer or reader of topics. A vote is trustworthy because each topic has one writer. Equal by
 * name.
 */
public final class Principal {
  /** Shops and apps through which customers order. */
  public static final Principal CUSTOMERS = new Principal("customers", Kind.CLIENT);

  /** The order coordinator. */
  public static final Principal COORDINATOR = new Principal("coordinator", Kind.SERVICE);

  /** The store participant. */
  public static final Principal STORE = new Principal("store", Kind.SERVICE);

  /** The delivery participant. */
  public static final Principal DELIVERY = new Principal("delivery", Kind.SERVICE);

  /** Back office of a store: books goods in, writes them off, and has orders picked. */
  public static final Principal BACK_OFFICE = new Principal("back-office", Kind.CLIENT);

  /** App of the agents. */
  public static final Principal AGENTS = new Principal("agents", Kind.CLIENT);

  /** Auditors, who read all topics and write none. */
  public static final Principal AUDITORS = new Principal("auditors", Kind.STAFF);

  /** Operators, who run the system and repair dead letters. */
  public static final Principal OPERATORS = new Principal("operators", Kind.STAFF);

  /** The coordinator and every participant. */
  public static final Principal EVERY_SERVICE = new Principal("every-service", Kind.ALL);

  /** Principals that are no single service; further branches add none. */
  static final List<Principal> WITHOUT_SERVICE =
      List.of(CUSTOMERS, BACK_OFFICE, AGENTS, AUDITORS, OPERATORS, EVERY_SERVICE);

  private final String name;
  private final Kind kind;

  private Principal(String name, Kind kind) {
    this.name = Objects.requireNonNull(name, "name");
    this.kind = kind;
  }

  /** Returns the service that answers for a further branch, which has the branch's name. */
  static Principal participant(String branch) {
    return new Principal(branch, Kind.SERVICE);
  }

  /** Returns the name, in lower case with hyphens. */
  public String name() {
    return name;
  }

  /** Returns true for the coordinator and every participant. */
  public boolean isService() {
    return kind == Kind.SERVICE;
  }

  /** Returns true for external applications, whose records must be checked. */
  public boolean isClient() {
    return kind == Kind.CLIENT;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Principal that && name.equals(that.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }

  private enum Kind {
    CLIENT,
    SERVICE,
    STAFF,
    ALL
  }
}
