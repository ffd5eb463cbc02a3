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
   * The message that the record carries.
   *
   * @param key as it came; may be null
   * @param value as it came; may be null
   * @param ageMillis how long ago the record was written; 0 if that lies in the future
   * @throws UnreadableRecordException if nobody can process the record
   */
  M read(byte[] key, byte[] value, long ageMillis) throws UnreadableRecordException;
}
