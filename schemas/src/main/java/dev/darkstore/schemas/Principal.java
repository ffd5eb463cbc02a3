package dev.darkstore.schemas;

/** Writer or reader of topics. A vote is trustworthy because each topic has one writer. */
public enum Principal {
  /** The shops and apps through which customers order. */
  CUSTOMERS,
  /** The order coordinator. */
  COORDINATOR,
  /** The store participant. */
  STORE,
  /** The delivery participant. */
  DELIVERY,
  /** A store's back office, which books goods in, writes them off, and has orders picked. */
  BACK_OFFICE,
  /** The agents' app. */
  AGENTS,
  /** Auditors, who read all topics and change nothing. */
  AUDITORS,
  /** Operators, who look after the system and put right what went to the dead letters. */
  OPERATORS,
  /** The coordinator and every participant. */
  EVERY_SERVICE
}
