package dev.darkstore.runtime.service;

import java.util.Optional;

/** State that cannot be read here, or not now; the message gives the reason. */
public final class StateUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<String> instance;

  StateUnavailableException(String message, Optional<String> instance) {
    super(message);
    this.instance = instance;
  }

  /** Returns the {@code host:port} of the instance that has the state, if known. */
  public Optional<String> instance() {
    return instance;
  }
}
