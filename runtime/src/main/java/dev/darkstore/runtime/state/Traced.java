package dev.darkstore.runtime.state;

import dev.darkstore.schemas.TraceParent;
import java.util.Objects;
import java.util.Optional;

/**
 * A value of the protocol, and the trace that its order came with, which decides nothing.
 *
 * @param <P> the protocol's value
 */
public record Traced<P>(P value, Optional<TraceParent> trace) {
  public Traced {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(trace, "trace");
  }
}
