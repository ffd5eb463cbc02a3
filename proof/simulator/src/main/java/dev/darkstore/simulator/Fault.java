package dev.darkstore.simulator;

/** Kind of fault in a run. One that never fired in a batch of runs was not tested. */
public enum Fault {
  /** Records wait in their partition for longer than the branches may take to answer. */
  DELAY,
  /** Commands or events are lost on the way to their reader. */
  LOSS,
  /** A command or event is processed again, soon or much later. */
  REPETITION,
  /** A service is down for less than the hold. */
  SHORT_OUTAGE,
  /** A service is down for longer than the hold. */
  LONG_OUTAGE,
  /** A service dies with work that it has not committed, which is undone. */
  CRASH,
  /** A service dies when it has sent a request or a vote whose decision it has not committed. */
  CRASH_AFTER_SENDING,
  /** A clock is wrong from the start. */
  CLOCK_SKEW,
  /** A clock jumps, forwards or backwards. */
  CLOCK_JUMP,
  /** A service's clock, or everybody's, is set by days; who notices starts again. */
  CLOCK_SET,
  /** A service starts again with another retention. */
  RETENTION_CHANGED,
  /** A service starts again without its offsets, and reads all there is once more. */
  OFFSETS_LOST,
  /** The tick does not come round for longer than the hold. */
  LATE_TICK,
  /** Many orders arrive at once. */
  FLOOD,
  /** Most orders are for one store. */
  HOT_STORE,
  /** Goods that are held are written off. */
  WRITE_OFF,
  /** An agent who is held goes offline. */
  AGENT_OFFLINE,
  /** A customer cancels. */
  CANCELLATION,
  /** An order is placed again, unchanged. */
  ORDER_REPEATED,
  /** Another order is placed under an id that was used. */
  ORDER_ID_REUSED,
  /** A supply record is written again. */
  SUPPLY_REPEATED,
  /** A client writes what cannot be read, or breaks the contract. */
  INVALID_RECORD,
  /** A client writes a record on a partition that its key does not belong to. */
  WRONG_PARTITION
}
