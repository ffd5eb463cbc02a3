package dev.darkstore.runtime.intake;

import dev.darkstore.schemas.UnreadableRecordException;

/**
 * Makes a message of a record.
 *
 * @param <M> the message
 */
@FunctionalInterface
public interface RecordReader<M> {

  /**
   * Returns the message that the record carries.
   *
   * @param key as it came; may be null
   * @param value as it came; may be null
   * @throws UnreadableRecordException if nobody can process the record
   */
  M read(byte[] key, byte[] value, Origin origin) throws UnreadableRecordException;

  /**
   * Place and time of a record.
   *
   * @param offset on its partition
   * @param ageMillis how long ago the record was written; 0 if that lies in the future
   */
  record Origin(long offset, long ageMillis) {}
}
