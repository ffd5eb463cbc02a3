package dev.darkstore.simulator.world;

import org.apache.kafka.common.utils.Bytes;

/**
 * Change of a task's store, as in its changelog.
 *
 * @param store name of the store
 * @param key bytes of the key; in a windowed store followed by the window's start and a number
 * @param value bytes of the value; null for a deleted key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by content
public record Change(String store, Bytes key, byte[] value) {}
