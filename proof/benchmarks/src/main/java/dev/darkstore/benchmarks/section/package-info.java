/** Sections of the benchmark, one class each, and the peer over PostgreSQL. */
package dev.darkstore.benchmarks.section;
