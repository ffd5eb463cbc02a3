/** Records as the audit reads them. */
package dev.darkstore.audit.record;
