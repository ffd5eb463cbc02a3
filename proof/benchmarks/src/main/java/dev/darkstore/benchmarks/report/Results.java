package dev.darkstore.benchmarks.report;

import dev.darkstore.benchmarks.section.Alternatives;
import dev.darkstore.benchmarks.section.Contention;
import dev.darkstore.benchmarks.section.Growth;
import dev.darkstore.benchmarks.section.Heap;
import dev.darkstore.benchmarks.section.Pairs;
import dev.darkstore.benchmarks.section.Peer;
import dev.darkstore.benchmarks.section.Recovery;
import dev.darkstore.benchmarks.section.Rush;
import dev.darkstore.benchmarks.section.Section;
import dev.darkstore.benchmarks.section.Sustained;
import dev.darkstore.benchmarks.section.Timers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Results measured so far, by section; their dates may differ. */
public record Results(
    Optional<Alternatives> alternatives,
    Optional<Pairs> pairs,
    Optional<Sustained> sustained,
    Optional<Rush> rush,
    Optional<Peer> peer,
    Optional<Timers> timers,
    Optional<Heap> heap,
    Optional<Contention> contention,
    Optional<Recovery> recovery,
    Optional<Growth> growth) {

  public static Results in(Path folder) {
    return new Results(
        read(folder, Section.ALTERNATIVES, Alternatives.class),
        read(folder, Section.PAIRS, Pairs.class),
        read(folder, Section.SUSTAINED, Sustained.class),
        read(folder, Section.RUSH, Rush.class),
        read(folder, Section.PEER, Peer.class),
        read(folder, Section.TIMERS, Timers.class),
        read(folder, Section.HEAP, Heap.class),
        read(folder, Section.CONTENTION, Contention.class),
        read(folder, Section.RECOVERY, Recovery.class),
        read(folder, Section.GROWTH, Growth.class));
  }

  public static Path file(Path folder, Section section) {
    return folder.resolve(section.label() + ".json");
  }

  private static <T> Optional<T> read(Path folder, Section section, Class<T> type) {
    Path file = file(folder, section);
    return Files.exists(file) ? Optional.of(Json.read(file, type)) : Optional.empty();
  }
}
