package dev.darkstore.schemas;

/** Who writes and who reads the topics. One writer per topic is what makes a vote trustworthy. */
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
  /** Whoever audits: reads all topics, and changes nothing. */
  AUDITORS,
  /** Whoever looks after the system, and puts right what went to the dead letters. */
  OPERATORS,
  /** The coordinator and every participant. */
  EVERY_SERVICE
}
