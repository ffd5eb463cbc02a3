/** Report of the results: tables, and targets with their limits. */
package dev.darkstore.benchmarks.report;
