/**
 * The coordinator's decisions. {@link dev.darkstore.protocol.coordinator.Coordinator} is the only
 * class that decides; the others are its words: what comes in ({@code CoordinatorMessage}), what is
 * known ({@code OrderState}) and what is to be done ({@code Effect}).
 */
package dev.darkstore.protocol.coordinator;
