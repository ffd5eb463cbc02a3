package dev.darkstore.simulator.world;

import org.apache.kafka.common.utils.Bytes;

/**
 * One change of a task's store, as its changelog carries it.
 *
 * @param store the store's name
 * @param key the key's bytes; in a windowed store with the window's start and a number behind it
 * @param value the value's bytes; null means that the key is gone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by content
public record Change(String store, Bytes key, byte[] value) {}
