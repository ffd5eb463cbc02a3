package dev.darkstore.chaos;

import java.time.Duration;

/**
 * What one fault did.
 *
 * @param kind what kind of fault it was
 * @param at when it was injected, since the start of the run
 * @param withoutOutcome the longest time in which one of the partitions concerned decided no order
 * @param withoutPlaced the same for orders that were placed
 * @param expiryLateMillis how late the latest reservation ran out meanwhile; 0 if none did
 */
public record FaultResult(
    String kind,
    Duration at,
    Duration withoutOutcome,
    Duration withoutPlaced,
    long expiryLateMillis) {}
