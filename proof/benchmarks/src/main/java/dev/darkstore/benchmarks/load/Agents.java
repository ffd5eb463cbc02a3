package dev.darkstore.benchmarks.load;

/** Source of the agents of a run. */
public enum Agents {
  /** One agent per order, online before the order's phase begins; this is not measured. */
  ONE_PER_ORDER,
  /** Fixed pool; the driver sends DeliveryCompleted for an agent once its order is placed. */
  POOL
}
