package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.List;

/** Writer or reader of topics. A vote is trustworthy because each topic has one writer. */
public enum Principal {
  /** Shops and apps through which customers order. */
  CUSTOMERS(Kind.CLIENT),
  /** The order coordinator. */
  COORDINATOR(Kind.SERVICE),
  /** The store participant. */
  STORE(Kind.SERVICE),
  /** The delivery participant. */
  DELIVERY(Kind.SERVICE),
  /** Back office of a store: books goods in, writes them off, and has orders picked. */
  BACK_OFFICE(Kind.CLIENT),
  /** App of the agents. */
  AGENTS(Kind.CLIENT),
  /** Auditors, who read all topics and write none. */
  AUDITORS(Kind.STAFF),
  /** Operators, who run the system and repair dead letters. */
  OPERATORS(Kind.STAFF),
  /** The coordinator and every participant. */
  EVERY_SERVICE(Kind.ALL);

  private final Kind kind;

  Principal(Kind kind) {
    this.kind = kind;
  }

  /** Returns the services: the coordinator and every participant. */
  public static List<Principal> services() {
    return Arrays.stream(values()).filter(Principal::isService).toList();
  }

  /** Returns true for the coordinator and every participant. */
  public boolean isService() {
    return kind == Kind.SERVICE;
  }

  /** Returns true for external applications, whose records must be checked. */
  public boolean isClient() {
    return kind == Kind.CLIENT;
  }

  private enum Kind {
    CLIENT,
    SERVICE,
    STAFF,
    ALL
  }
}
