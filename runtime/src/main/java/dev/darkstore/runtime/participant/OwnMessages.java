package dev.darkstore.runtime.participant;

import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.schemas.Topic;

/**
 * Messages that the tasks of a participant send each other.
 *
 * @param topic where they are, with as many partitions as the commands have
 * @param reader reads a record
 * @param store name of the store in which a task keeps what it knows by them
 */
public record OwnMessages(Topic topic, RecordReader<?> reader, String store) {}
