package dev.darkstore.client.log;

import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.schemas.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One-line rendering of an event: time, topic, event, order and details. */
public final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final Terminal terminal;
  private final ZoneId zone;

  /** Creates lines for this terminal, with times in this zone. */
  public EventLine(Terminal terminal, ZoneId zone) {
    this.terminal = terminal;
    this.zone = zone;
  }

  /** Returns the line of this event, with the date unless it is today's. */
  public String of(LogEntry entry, LocalDate today) {
    ZonedDateTime at = Instant.ofEpochMilli(entry.timestampMillis()).atZone(zone);
    String time = (at.toLocalDate().equals(today) ? TIME : DATE_AND_TIME).format(at);
    String event = EventColour.of(entry.body(), terminal).apply("%-19s".formatted(entry.event()));
    String order = Text.escape(entry.orderId().orElse("-"));
    return "%s  %-22s  %s %-12s  %s"
        .formatted(
            terminal.dim(time), entry.topic().topicName(), event, order, EventText.sentence(entry))
        .stripTrailing();
  }
}
