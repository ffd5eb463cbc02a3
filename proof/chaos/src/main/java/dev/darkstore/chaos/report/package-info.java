/** Report of a run. */
package dev.darkstore.chaos.report;
