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
  /** The coordinator and every participant. */
  EVERY_SERVICE
}
