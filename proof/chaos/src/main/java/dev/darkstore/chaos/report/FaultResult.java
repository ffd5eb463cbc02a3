package dev.darkstore.chaos.report;

import java.time.Duration;

/**
 * Effect of one fault.
 *
 * @param kind kind of the fault
 * @param at time of the injection, since the start of the run
 * @param withoutOutcome the longest time in which one of the partitions concerned decided no order
 * @param withoutPlaced the longest time in which one of them placed no order
 * @param expiryLateMillis maximum lateness of the reservations that expired meanwhile; 0 if none
 *     did
 * @param assisted true if the brokers had to be restarted before the system recovered
 */
public record FaultResult(
    String kind,
    Duration at,
    Duration withoutOutcome,
    Duration withoutPlaced,
    long expiryLateMillis,
    boolean assisted) {}
