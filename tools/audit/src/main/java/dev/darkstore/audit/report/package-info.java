/** Report of an audit. */
package dev.darkstore.audit.report;
