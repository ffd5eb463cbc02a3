/** Load at a fixed rate, and its results. */
package dev.darkstore.benchmarks.load;
