package dev.darkstore.chaos.load;

import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.harness.ReaderThread;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads outcomes and dead letters, read committed, as customers do, and records them. */
final class OutcomeReader implements AutoCloseable {
  private final OutcomeLedger ledger;
  private final OutageMeter outages;
  private final ExpiryMeter expiries;
  private final ReaderThread reader;

  OutcomeReader(
      Clients clients,
      OutcomeLedger ledger,
      OutageMeter outages,
      ExpiryMeter expiries,
      Failures failures) {
    this.ledger = ledger;
    this.outages = outages;
    this.expiries = expiries;
    this.reader =
        new ReaderThread(
            "outcome reader",
            clients.consumer(
                true,
                Installation.DEFAULT.topics(
                    Topic.Role.ORDER_EVENTS, Topic.Role.DEAD_LETTERS, Topic.Role.EVENTS)),
            Clients.POLL,
            this::read,
            () -> {},
            failures);
  }

  @Override
  public void close() {
    reader.close();
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    Topic topic = Topic.named(record.topic()).orElseThrow();
    try {
      if (topic.equals(Topic.ORDER_EVENTS)) {
        orderEvent(EventCodec.ORDER_EVENTS.decode(record.value()));
      } else if (topic.equals(Topic.DEAD_LETTERS)) {
        deadLetter(record);
      } else {
        branchEvent(EventCodec.BRANCH_EVENTS.decode(record.value()));
      }
    } catch (UnreadableRecordException e) {
      throw new HarnessException("a service wrote to " + topic + " what cannot be read", e);
    }
  }

  private void orderEvent(OrderEvent event) {
    long nowNanos = System.nanoTime();
    boolean isPlaced = event.getBody() instanceof OrderPlaced;
    String outcome;
    if (isPlaced) {
      outcome = OutcomeLedger.PLACED;
    } else if (event.getBody() instanceof OrderRejected rejected) {
      outcome = rejected.getRefusal().getReason().name();
    } else {
      return; // Received, or a cancellation refused: no outcome.
    }
    ledger
        .outcome(event.getOrderId(), outcome, nowNanos)
        .ifPresent(decided -> outages.decided(decided, isPlaced, nowNanos));
  }

  /** Returns true unless the letter is about a second order under the same id. */
  private void deadLetter(ConsumerRecord<byte[], byte[]> record) {
    boolean isReused =
        DeadLetterHeaders.read(record.headers())
            .filter(headers -> headers.reason() == DeadLetterReason.ORDER_ID_REUSED)
            .isPresent();
    if (!isReused && record.key() != null) {
      ledger.deadLetter(new String(record.key(), StandardCharsets.UTF_8));
    }
  }

  private void branchEvent(BranchEvent event) {
    if (event.getBody() instanceof ReservationExpired expired
        && expired.getReason() == Reason.RESERVATION_EXPIRED) {
      expiries.expired(
          event.getDecidedAt().toEpochMilli() - expired.getExpiresAt().toEpochMilli(),
          System.nanoTime());
    }
  }
}
