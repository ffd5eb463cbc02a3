/**
 * Audit of the invariants from the topics alone. Shares no code with the services' decisions: it
 * derives the consequences of each record from the wire contract.
 *
 * <p>{@link dev.darkstore.audit.Audit} is the pure core: records in, violations out. {@link
 * dev.darkstore.audit.TopicAudit} reads a live cluster for it.
 */
package dev.darkstore.audit;
