package dev.darkstore.client.log;

import dev.darkstore.client.log.LogEntry.Unreadable;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.schemas.DeadLetterHeaders;
import java.util.function.UnaryOperator;

/** Colours of events: outcomes and failures are highlighted. */
final class EventColour {
  private EventColour() {}

  static UnaryOperator<String> of(Object body, Terminal terminal) {
    if (body instanceof OrderPlaced) {
      return terminal::green;
    } else if (body instanceof OrderRejected) {
      return terminal::yellow;
    } else if (body instanceof DeadLetterHeaders || body instanceof Unreadable) {
      return terminal::red;
    } else {
      return UnaryOperator.identity();
    }
  }
}
