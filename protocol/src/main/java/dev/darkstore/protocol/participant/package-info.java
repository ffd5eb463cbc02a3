/**
 * Decisions common to every participant: idempotence, the fence against a late Reserve, the timer.
 * A custom participant consists of {@link dev.darkstore.protocol.participant.Participant} and a
 * {@link dev.darkstore.protocol.participant.Resource}.
 */
package dev.darkstore.protocol.participant;
