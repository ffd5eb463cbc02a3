package dev.darkstore.runtime.service;

import java.util.Optional;

/** State that is asked for cannot be read here, or not now; the message says why. */
public final class StateUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<String> instance;

  StateUnavailableException(String message, Optional<String> instance) {
    super(message);
    this.instance = instance;
  }

  /** The {@code host:port} of the instance to ask instead, if that is known. */
  public Optional<String> instance() {
    return instance;
  }
}
