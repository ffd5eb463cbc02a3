/** Child processes, waiting, threads and Kafka clients of the runs over real processes. */
package dev.darkstore.harness;
