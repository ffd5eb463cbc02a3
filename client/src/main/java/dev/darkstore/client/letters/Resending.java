package dev.darkstore.client.letters;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Resends dead letters, each at most once, also with concurrent users.
 *
 * <p><b>Never twice.</b> The resent record and a {@link ResendMark} are written in one Kafka
 * transaction: each exists if and only if the other does. All sessions share one transactional id,
 * so a new session fences the previous one: records that the previous session has committed are
 * visible, and others will never be. The letters are read after that, so a letter without a mark
 * was not sent and can only be sent by this session; if another session begins in the meantime, the
 * next commit of this one fails and has no effect.
 *
 * <p>Marks are on the topic and partition of their letters and are younger: retention cannot delete
 * a mark before its letter.
 */
public final class Resending implements AutoCloseable {
  /**
   * The shared transactional id, without the installation's prefix; a sender needs the right to use
   * it.
   */
  public static final String TRANSACTIONAL_ID = "darkstore-dead-letters-resend";

  private static final int ANSWER_MILLIS_MAX = 10_000;

  private final Cluster cluster;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String by;

  /**
   * Begins a session, and fences any other.
   *
   * @param by sender, shown with the marks
   */
  public Resending(Cluster cluster, String by) {
    this.cluster = cluster;
    this.by = by;
    this.producer =
        cluster.producer(
            "darkstore-resend",
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                cluster.installation().prefixed(TRANSACTIONAL_ID),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                ANSWER_MILLIS_MAX,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                ANSWER_MILLIS_MAX,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS_MAX / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS_MAX));
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close();
      throw new UnusableException("cannot begin a session: " + Cluster.rootMessage(e), e);
    }
  }

  /** Returns the current letters; only these may be sent. */
  public List<Letter> letters() throws InterruptedException {
    return DeadLetterBox.read(cluster);
  }

  /** Returns the current letter with this id, if it exists; it may be sent. */
  public Optional<Letter> letter(String id) throws InterruptedException {
    return DeadLetterBox.find(cluster, id);
  }

  /**
   * Returns the reason why a service would reject the letter today, if it would.
   *
   * @param replacement new content; null to send it unchanged
   */
  public static Optional<String> obstacle(Letter letter, byte[] replacement) {
    Optional<String> obstacle = obstacleBesideContent(letter, replacement != null);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    byte[] value = replacement == null ? letter.record().value() : replacement;
    try {
      ClientRecords.read(letter.sourceTopic().orElseThrow(), letter.record().key(), value);
      return Optional.empty();
    } catch (UnreadableRecordException e) {
      return Optional.of("it would become a dead letter again: " + e.detail());
    }
  }

  /** Returns true if the letter could be sent with a valid content. */
  public static boolean isCorrectable(Letter letter) {
    return obstacleBesideContent(letter, true).isEmpty();
  }

  private static Optional<String> obstacleBesideContent(Letter letter, boolean replaced) {
    Optional<String> obstacle = letter.obstacle(replaced);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    if (isOlderThanRetention(letter)) {
      return Optional.of(
          "the order is older than outcomes are remembered, so it may have been placed before; ask"
              + " the customer, and place it under another id");
    }
    if (isRejected(letter)) {
      return Optional.of(
          "the customer was notified that this order is rejected, so its id is used up; place a"
              + " corrected one under another id");
    }
    return Optional.empty();
  }

  /** Returns true for an order that would be processed as new, although it may have an outcome. */
  private static boolean isOlderThanRetention(Letter letter) {
    return letter
        .headers()
        .filter(headers -> headers.reason() == DeadLetterReason.OLDER_THAN_RETENTION)
        .isPresent();
  }

  /**
   * Returns true if the coordinator has published an outcome of the order, as it does for an
   * invalid order with a valid id.
   */
  private static boolean isRejected(Letter letter) {
    if (!letter.sourceTopic().orElseThrow().equals(Topic.ORDERS)) {
      return false;
    }
    try {
      ClientRecords.order(letter.record().key(), letter.record().value());
      return false;
    } catch (UnreadableRecordException e) {
      return e.orderId().isPresent();
    }
  }

  /**
   * Sends a letter again, to its source topic.
   *
   * @param letter one of {@link #letters()}, or a {@link #letter}, without an {@link #obstacle}
   * @param replacement new content; null to send it unchanged
   * @return mark of the resent letter
   * @throws UnusableException if it was not sent; the call may be repeated
   */
  public ResendMark send(Letter letter, byte[] replacement) throws InterruptedException {
    Topic topic = letter.sourceTopic().orElseThrow();
    byte[] key = letter.record().key();
    byte[] value = replacement == null ? letter.record().value() : replacement;
    try {
      int partition = Partitions.of(key, cluster.partitions(topic).get(topic));
      producer.beginTransaction();
      RecordMetadata sent =
          producer
              .send(
                  new ProducerRecord<>(
                      cluster.installation().nameOf(topic), partition, key, value, headers(letter)))
              .get();
      ResendMark mark =
          new ResendMark(
              letter.record().partition(),
              letter.record().offset(),
              topic.topicName(),
              sent.partition(),
              sent.offset(),
              by);
      Headers headers = new RecordHeaders();
      mark.writeTo(headers);
      producer
          .send(
              new ProducerRecord<>(
                  cluster.installation().nameOf(Topic.DEAD_LETTERS),
                  letter.record().partition(),
                  key,
                  null,
                  headers))
          .get();
      producer.commitTransaction();
      return mark;
    } catch (ExecutionException | KafkaException e) {
      throw refused(letter, e);
    }
  }

  private static UnusableException refused(Letter letter, Exception failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    if (cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException) {
      return new UnusableException(
          "another session has begun to send dead letters; letter %s and those after it were not sent"
              .formatted(letter.id()),
          failure);
    }
    return new UnusableException(
        "letter %s was not sent: %s".formatted(letter.id(), Cluster.rootMessage(failure)), failure);
  }

  /** Returns the headers of the client, without those that services added. */
  private static Headers headers(Letter letter) {
    Headers headers = new RecordHeaders(letter.record().headers());
    DeadLetterHeaders.removeFrom(headers);
    headers.remove(EventHeaders.FORWARDED_TIMESTAMP);
    return headers;
  }

  @Override
  public void close() {
    producer.close();
  }
}
