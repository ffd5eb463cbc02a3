/** Load at a rate, and its outcome. */
package dev.darkstore.benchmarks.load;
