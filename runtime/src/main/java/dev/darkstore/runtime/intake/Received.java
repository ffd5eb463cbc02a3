package dev.darkstore.runtime.intake;

import org.apache.kafka.streams.processor.api.Record;

/**
 * A message with the record that it was read from, which is kept in case the message cannot be
 * carried out.
 *
 * @param message what was read
 * @param source as it came
 */
public record Received<M>(M message, Record<byte[], byte[]> source) {}
