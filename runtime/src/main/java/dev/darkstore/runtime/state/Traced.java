package dev.darkstore.runtime.state;

import dev.darkstore.schemas.TraceParent;
import java.util.Objects;
import java.util.Optional;

/**
 * Protocol value with the trace of its order; the trace affects no decision.
 *
 * @param <P> protocol value
 */
public record Traced<P>(P value, Optional<TraceParent> trace) {
  public Traced {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(trace, "trace");
  }
}
