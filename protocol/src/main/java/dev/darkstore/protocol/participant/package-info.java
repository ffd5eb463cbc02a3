/**
 * The decisions that are the same for every participant: idempotence, the fence against a late
 * Reserve, the timer. A participant of one's own is {@link
 * dev.darkstore.protocol.participant.Participant} with a {@link
 * dev.darkstore.protocol.participant.Resource}.
 */
package dev.darkstore.protocol.participant;
