/** Report of a run: rules, scenarios, findings with the records that show them. */
package dev.darkstore.conformance.report;
