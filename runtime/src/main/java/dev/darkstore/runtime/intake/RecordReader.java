package dev.darkstore.runtime.intake;

import dev.darkstore.schemas.UnreadableRecordException;

/**
 * Decoder of records into messages.
 *
 * @param <M> message type
 */
@FunctionalInterface
public interface RecordReader<M> {

  /**
   * Returns the message that the record carries.
   *
   * @param key raw key; may be null
   * @param value raw value; may be null
   * @throws UnreadableRecordException if the record cannot be processed
   */
  M read(byte[] key, byte[] value, Origin origin) throws UnreadableRecordException;

  /**
   * Position and age of a record.
   *
   * @param offset offset in its partition
   * @param ageMillis age of the record; 0 if its timestamp is in the future
   */
  record Origin(long offset, long ageMillis) {}
}
