package dev.darkstore.runtime.intake;

import org.apache.kafka.streams.processor.api.Record;

/**
 * Message with its source record, which is kept in case the message cannot be carried out.
 *
 * @param message decoded message
 * @param source record as it was read
 */
public record Received<M>(M message, Record<byte[], byte[]> source) {}
