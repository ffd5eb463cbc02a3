package dev.darkstore.runtime.participant;

import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.schemas.Topic;

/**
 * Messages that the tasks of a participant send each other.
 *
 * @param topic topic of the messages, with as many partitions as the commands
 * @param reader decoder of its records
 * @param store name of the store in which a task keeps their state
 */
public record OwnMessages(Topic topic, RecordReader<?> reader, String store) {}
