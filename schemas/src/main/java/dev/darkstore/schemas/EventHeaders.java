package dev.darkstore.schemas;

/**
 * The names of the headers that records carry beside their values, those of dead letters aside (see
 * {@link DeadLetterHeaders}). Those that begin with {@code ce_} are CloudEvents' attributes in the
 * binary mode of its Kafka protocol binding, in UTF-8.
 */
public final class EventHeaders {
  /**
   * Marks a client's record that a service sent on to the partition of its key, and carries when it
   * was written (8 bytes, big endian).
   */
  public static final String FORWARDED_TIMESTAMP = "forwarded.timestamp";

  /** The W3C trace context of the order; see {@link TraceParent}. */
  public static final String TRACEPARENT = "traceparent";

  /** The version of CloudEvents: {@value #CE_SPECVERSION_VALUE}. */
  public static final String CE_SPECVERSION = "ce_specversion";

  /** Value of {@link #CE_SPECVERSION}. */
  public static final String CE_SPECVERSION_VALUE = "1.0";

  /**
   * The event's identity within its source. It names what caused the event, a record's place or an
   * order's deadline, and counts what followed from that; so it stays the same when the cause is
   * processed again after a failure.
   */
  public static final String CE_ID = "ce_id";

  /** {@value #CE_TYPE_PREFIX} and the name of the event's body, such as OrderPlaced. */
  public static final String CE_TYPE = "ce_type";

  /** Prefix of every {@link #CE_TYPE}. */
  public static final String CE_TYPE_PREFIX = "dev.darkstore.";

  /** {@value #CE_SOURCE_PREFIX} and the service. */
  public static final String CE_SOURCE = "ce_source";

  /** Prefix of every {@link #CE_SOURCE}. */
  public static final String CE_SOURCE_PREFIX = "/darkstore/";

  /** Time of the decision, in the form of RFC 3339. */
  public static final String CE_TIME = "ce_time";

  /** Type of the value: {@value #CONTENT_TYPE_VALUE}, in Avro's single-object encoding. */
  public static final String CONTENT_TYPE = "content-type";

  /** Value of {@link #CONTENT_TYPE}. */
  public static final String CONTENT_TYPE_VALUE = "application/avro";

  private EventHeaders() {}
}
