package dev.darkstore.chaos.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clock and an offset, which is read from a file again and again. Its methods have
 * the names of those that they stand for.
 */
public final class ShiftedClock {
  private static final long READ_EVERY_MILLIS = 100;

  private static volatile long offsetMillis;

  private ShiftedClock() {}

  /** Reads the offset, now and from now on. */
  static void follow(Path file) {
    read(file);
    var unused =
        Executors.newSingleThreadScheduledExecutor(
                task -> {
                  Thread thread = new Thread(task, "shifted-clock");
                  thread.setDaemon(true);
                  return thread;
                })
            .scheduleWithFixedDelay(
                () -> read(file), READ_EVERY_MILLIS, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void read(Path file) {
    try {
      offsetMillis = Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the clock's offset cannot be read", e);
    }
  }

  /** Stands for {@link System#currentTimeMillis()}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + offsetMillis;
  }

  /** Stands for {@link Instant#now()}. */
  public static Instant now() {
    return systemUTC().instant();
  }

  /** Stands for {@link Clock#systemUTC()}; the offset is that of the moment of reading. */
  public static Clock systemUTC() {
    return new OffsetClock();
  }

  private static final class OffsetClock extends Clock {
    private final Clock machine = Clock.systemUTC();

    @Override
    public java.time.ZoneId getZone() {
      return machine.getZone();
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return Clock.offset(machine.withZone(zone), Duration.ofMillis(offsetMillis));
    }

    @Override
    public Instant instant() {
      return machine.instant().plusMillis(offsetMillis);
    }
  }
}
