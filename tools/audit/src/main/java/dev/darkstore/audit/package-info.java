/**
 * Reads the topics and nothing else, and says whether what must always hold did hold. Shares no
 * code with the services' decisions: it derives anew, from the wire contract, what had to follow.
 *
 * <p>{@link dev.darkstore.audit.Audit} is the pure core: records in, violations out. {@link
 * dev.darkstore.audit.TopicAudit} reads a live cluster for it.
 */
package dev.darkstore.audit;
