/** Benchmarks of the services, of a floor with the same hops, and of a peer over databases. */
package dev.darkstore.benchmarks;
