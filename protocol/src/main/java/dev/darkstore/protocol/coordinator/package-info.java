/**
 * Decisions of the coordinator. {@link dev.darkstore.protocol.coordinator.Coordinator} is the only
 * class that decides; the others are its vocabulary: input ({@code CoordinatorMessage}), state
 * ({@code OrderState}) and output ({@code Effect}).
 */
package dev.darkstore.protocol.coordinator;
