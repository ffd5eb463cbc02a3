package dev.darkstore.chaos.network;

/** Behaviour of a network path towards the bytes that are sent along it. */
public enum NetworkState {
  /** Forwards all bytes. */
  OPEN,
  /** Closes every connection and accepts none. */
  CUT,
  /** Forwards with a delay, in both directions. */
  SLOW,
  /** Forwards requests of a service, and drops replies of the brokers. */
  ANSWERS_LOST
}
