package dev.darkstore.simulator.world;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** Clock of a node: the world's time plus a difference. */
final class NodeClock extends Clock {
  private final LongSupplier worldMillis;
  private long skewMillis;

  NodeClock(LongSupplier worldMillis) {
    this.worldMillis = worldMillis;
  }

  long skewMillis() {
    return skewMillis;
  }

  void skew(long millis) {
    skewMillis = millis;
  }

  @Override
  public long millis() {
    return worldMillis.getAsLong() + skewMillis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the world has one time zone");
  }
}
