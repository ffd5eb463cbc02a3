package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.RunFolder;
import dev.darkstore.chaos.cluster.ServiceProcess;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** Damage to the state directory of a process while it is down. */
record DamageState(ServiceKind service, Damage damage, Services services, ChaosTiming timing)
    implements Fault {

  /** Kind of damage to the state. */
  enum Damage {
    /** Deleted, as on a new disk. */
    DELETED("deleted"),
    /** Files truncated or overwritten, as by a bad disk, after an orderly stop. */
    CORRUPTED("corrupted"),
    /** Replaced by a file for a while, as with a disk that is not mounted, or read-only. */
    UNUSABLE("unusable"),
    /** Replaced by an older copy, as by a volume restored from a snapshot. */
    RESTORED("restored from an older copy");

    private final String label;

    Damage(String label) {
      this.label = label;
    }
  }

  @Override
  public String kind() {
    return "state of %s %s".formatted(service, damage.label);
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean inject(Random random) {
    List<ServiceProcess> candidates = services.wanted(service);
    ServiceProcess victim = candidates.get(random.nextInt(candidates.size()));
    try {
      return switch (damage) {
        case DELETED -> {
          victim.process().holdDown();
          Utils.delete(victim.stateFolder().toFile());
          yield true;
        }
        case CORRUPTED -> {
          // After a kill the state is wiped in any case; after an orderly stop it is reused.
          victim.process().stop();
          yield corrupt(victim.stateFolder(), random);
        }
        case UNUSABLE -> {
          unusable(victim);
          yield true;
        }
        case RESTORED -> {
          restore(victim);
          yield true;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException("the state of " + victim.name() + " cannot be damaged", e);
    } finally {
      victim.process().up();
    }
  }

  private void unusable(ServiceProcess victim) throws IOException {
    Path state = victim.stateFolder();
    Path aside = state.resolveSibling(RunFolder.STATE + "-aside");
    victim.process().holdDown();
    Files.move(state, aside);
    Files.writeString(state, "not a folder");
    try {
      victim.process().up();
      Waiting.pause(timing.trouble());
    } finally {
      victim.process().holdDown();
      Files.delete(state);
      Files.move(aside, state);
    }
  }

  private void restore(ServiceProcess victim) throws IOException {
    Path state = victim.stateFolder();
    Path copy = state.resolveSibling(RunFolder.STATE + "-copy");
    // After an orderly stop the copy is consistent in itself.
    victim.process().stop();
    RunFolder.copy(state, copy);
    victim.process().up();
    Waiting.pause(timing.trouble());
    victim.process().stop();
    Utils.delete(state.toFile());
    Files.move(copy, state);
  }

  /** Damages some of the files, each in one of two ways; returns false if there were none. */
  private static boolean corrupt(Path folder, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files =
          found
              .filter(Files::isRegularFile)
              .filter(file -> isState(file.getFileName().toString()))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      if (random.nextInt(3) > 0) {
        damage(file, random);
      }
    }
    return !files.isEmpty();
  }

  /** Returns RocksDB's tables, write-ahead logs and manifests, without locks and its text log. */
  private static boolean isState(String name) {
    return name.endsWith(".sst") || name.endsWith(".log") || name.startsWith("MANIFEST");
  }

  private static void damage(Path file, Random random) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      long half = open.length() / 2;
      if (random.nextBoolean()) {
        open.setLength(half);
      } else {
        byte[] noise = new byte[(int) Math.min(half, 4_096)];
        random.nextBytes(noise);
        open.seek(half);
        open.write(noise);
      }
    }
  }
}
