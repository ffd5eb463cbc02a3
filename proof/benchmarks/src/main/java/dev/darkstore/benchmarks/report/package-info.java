/** Report: tables, and limits to reach. */
package dev.darkstore.benchmarks.report;
