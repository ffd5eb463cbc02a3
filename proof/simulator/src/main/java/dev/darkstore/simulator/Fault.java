package dev.darkstore.simulator;

/** Kind of fault in a run. A kind that did not occur in a batch of runs was not tested. */
public enum Fault {
  /** Records are delayed in their partition for longer than the branches may take to answer. */
  DELAY,
  /** Commands or events are lost on the way to their reader. */
  LOSS,
  /** A command or event is processed again, soon or much later. */
  REPETITION,
  /** A service is down for less than the hold. */
  SHORT_OUTAGE,
  /** A service is down for longer than the hold. */
  LONG_OUTAGE,
  /** A service crashes with uncommitted work, which is rolled back. */
  CRASH,
  /** A service crashes after sending a request or a vote whose decision is uncommitted. */
  CRASH_AFTER_SENDING,
  /** A clock is wrong from the start. */
  CLOCK_SKEW,
  /** A clock jumps, forwards or backwards. */
  CLOCK_JUMP,
  /** A service's clock, or every clock, is set by days, and perhaps back and again; it restarts. */
  CLOCK_SET,
  /** A service restarts with another retention. */
  RETENTION_CHANGED,
  /** A service restarts without its offsets, and reads all input again. */
  OFFSETS_LOST,
  /** The tick is delayed for longer than the hold. */
  LATE_TICK,
  /** Many orders arrive at once. */
  FLOOD,
  /** Most orders are for one store. */
  HOT_STORE,
  /** Held goods are written off. */
  WRITE_OFF,
  /** A held agent goes offline. */
  AGENT_OFFLINE,
  /** A customer cancels. */
  CANCELLATION,
  /** An order is placed again, unchanged. */
  ORDER_REPEATED,
  /** Another order is placed under a used id. */
  ORDER_ID_REUSED,
  /** A supply record is written again. */
  SUPPLY_REPEATED,
  /** A client writes a record that cannot be decoded, or violates the contract. */
  INVALID_RECORD,
  /** A client writes a record to a partition other than that of its key. */
  WRONG_PARTITION
}
