package dev.darkstore.chaos.network;

/** Behaviour of a network path towards the bytes that are sent along it. */
public enum NetworkState {
  /** Passes it on. */
  OPEN,
  /** Ends every connection and lets none come about. */
  CUT,
  /** Passes it on late, both ways. */
  SLOW,
  /** Passes on what a service says, and swallows what the brokers answer. */
  ANSWERS_LOST
}
