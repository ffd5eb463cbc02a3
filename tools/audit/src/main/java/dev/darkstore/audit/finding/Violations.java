package dev.darkstore.audit.finding;

import dev.darkstore.audit.record.UnitId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Collector of violations: all are counted, the first are kept. */
public final class Violations {
  private final int keptMax;
  private final Consumer<Violation> listener;
  private final List<Violation> kept = new ArrayList<>();
  private final Map<Invariant, Long> counts = new EnumMap<>(Invariant.class);

  public Violations(int keptMax, Consumer<Violation> listener) {
    this.keptMax = keptMax;
    this.listener = listener;
  }

  public void add(Violation violation) {
    counts.merge(violation.invariant(), 1L, Long::sum);
    if (kept.size() < keptMax) {
      kept.add(violation);
    }
    listener.accept(violation);
  }

  public void ofUnit(Invariant invariant, UnitId unit, String sentence) {
    add(new Violation(invariant, unit.toString(), Optional.empty(), sentence));
  }

  public void ofUnit(Invariant invariant, UnitId unit, String orderId, String sentence) {
    add(new Violation(invariant, unit.toString(), Optional.of(orderId), sentence));
  }

  public void ofRecord(Invariant invariant, String where, String sentence) {
    add(new Violation(invariant, where, Optional.empty(), sentence));
  }

  public List<Violation> kept() {
    return List.copyOf(kept);
  }

  public Map<Invariant, Long> counts() {
    return new EnumMap<>(counts);
  }
}
