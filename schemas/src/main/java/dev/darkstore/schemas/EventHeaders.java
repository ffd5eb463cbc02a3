package dev.darkstore.schemas;

/**
 * Names of record headers, except those of dead letters (see {@link DeadLetterHeaders}). The names
 * that begin with {@code ce_} are CloudEvents attributes in the binary mode of its Kafka protocol
 * binding, in UTF-8.
 */
public final class EventHeaders {
  /**
   * Marks a client's record that a service forwarded to the partition of its key, and contains its
   * original timestamp (8 bytes, big endian).
   */
  public static final String FORWARDED_TIMESTAMP = "forwarded.timestamp";

  /** W3C trace context of the order; see {@link TraceParent}. */
  public static final String TRACEPARENT = "traceparent";

  /** Version of CloudEvents: {@value #CE_SPECVERSION_VALUE}. */
  public static final String CE_SPECVERSION = "ce_specversion";

  /** Value of {@link #CE_SPECVERSION}. */
  public static final String CE_SPECVERSION_VALUE = "1.0";

  /**
   * Id of the event, unique within its source. It consists of the cause (the position of a record,
   * or the deadline of an order) and a count of events with that cause, so that it stays equal when
   * the cause is processed again after a failure.
   */
  public static final String CE_ID = "ce_id";

  /** {@value #CE_TYPE_PREFIX} followed by the name of the event's body, such as OrderPlaced. */
  public static final String CE_TYPE = "ce_type";

  /** Prefix of every {@link #CE_TYPE}. */
  public static final String CE_TYPE_PREFIX = "dev.darkstore.";

  /** {@value #CE_SOURCE_PREFIX} followed by the name of the service. */
  public static final String CE_SOURCE = "ce_source";

  /** Prefix of every {@link #CE_SOURCE}. */
  public static final String CE_SOURCE_PREFIX = "/darkstore/";

  /** Time of the decision, in RFC 3339 format. */
  public static final String CE_TIME = "ce_time";

  /** Type of the value: {@value #CONTENT_TYPE_VALUE}, in Avro's single-object encoding. */
  public static final String CONTENT_TYPE = "content-type";

  /** Value of {@link #CONTENT_TYPE}. */
  public static final String CONTENT_TYPE_VALUE = "application/avro";

  private EventHeaders() {}
}
