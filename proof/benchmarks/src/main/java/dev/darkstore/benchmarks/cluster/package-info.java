/** Measured processes: brokers, services, floors. */
package dev.darkstore.benchmarks.cluster;
