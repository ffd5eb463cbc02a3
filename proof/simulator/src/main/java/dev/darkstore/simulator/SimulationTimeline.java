package dev.darkstore.simulator;

import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldTimeline;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Text of a run: the records of one order, or of all, and the injected faults. */
final class SimulationTimeline {
  private SimulationTimeline() {}

  static String of(World world, Journal journal, Optional<String> orderId) {
    Instant start = world.settings().start();
    StringBuilder text = new StringBuilder();
    Iterator<Journal.Note> notes = journal.notes().iterator();
    Optional<Journal.Note> note = next(notes);
    for (LoggedRecord record : world.history()) {
      while (note.isPresent() && note.get().sequence() <= record.sequence()) {
        text.append(line(note.get(), start));
        note = next(notes);
      }
      Event event = Event.of(record);
      if (orderId.isEmpty() || event.orderId().equals(orderId)) {
        text.append(WorldTimeline.of(List.of(event), start));
      }
    }
    while (note.isPresent()) {
      text.append(line(note.get(), start));
      note = next(notes);
    }
    return text.toString();
  }

  private static Optional<Journal.Note> next(Iterator<Journal.Note> notes) {
    return notes.hasNext() ? Optional.of(notes.next()) : Optional.empty();
  }

  private static String line(Journal.Note note, Instant start) {
    return String.format(
        Locale.ROOT,
        "t=%8d ms  * %-22s %s%n",
        note.atMillis() - start.toEpochMilli(),
        note.fault(),
        note.what());
  }
}
