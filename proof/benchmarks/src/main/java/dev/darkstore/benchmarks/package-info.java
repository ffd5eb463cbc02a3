/** Benchmarks of the services, beside the least that the same hops can cost and beside a peer. */
package dev.darkstore.benchmarks;
