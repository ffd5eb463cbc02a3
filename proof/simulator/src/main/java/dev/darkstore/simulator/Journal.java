package dev.darkstore.simulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Record of the faults in a run. */
final class Journal {
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private final List<Note> notes = new ArrayList<>();

  /**
   * Injected fault.
   *
   * @param sequence number of visible records at that time
   */
  record Note(int sequence, long atMillis, Fault fault, String what) {}

  void fired(Fault fault, int sequence, long atMillis, String what) {
    counts.merge(fault, 1, Integer::sum);
    notes.add(new Note(sequence, atMillis, fault, what));
  }

  Map<Fault, Integer> counts() {
    return counts;
  }

  List<Note> notes() {
    return notes;
  }
}
