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
 * Clock of the machine plus an offset, which is re-read from a file. Its methods are named like
 * those that they replace.
 */
public final class ShiftedClock {
  private static final long READ_EVERY_MILLIS = 100;

  private static volatile long offsetMillis;

  private ShiftedClock() {}

  /** Starts to read the offset periodically. */
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

  /** Replaces {@link System#currentTimeMillis()}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + offsetMillis;
  }

  /** Replaces {@link Instant#now()}. */
  public static Instant now() {
    return systemUTC().instant();
  }

  /** Replaces {@link Clock#systemUTC()}; every reading uses the current offset. */
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
