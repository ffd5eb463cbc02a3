package dev.darkstore.schemas;

/** Writer or reader of topics. A vote is trustworthy because each topic has one writer. */
public enum Principal {
  /** Shops and apps through which customers order. */
  CUSTOMERS,
  /** The order coordinator. */
  COORDINATOR,
  /** The store participant. */
  STORE,
  /** The delivery participant. */
  DELIVERY,
  /** Back office of a store: books goods in, writes them off, and has orders picked. */
  BACK_OFFICE,
  /** App of the agents. */
  AGENTS,
  /** Auditors, who read all topics and write none. */
  AUDITORS,
  /** Operators, who run the system and repair dead letters. */
  OPERATORS,
  /** The coordinator and every participant. */
  EVERY_SERVICE
}
