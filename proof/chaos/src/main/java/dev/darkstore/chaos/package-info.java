/**
 * Fault injection: brokers and services run as processes under load, and are killed, frozen,
 * partitioned or deprived of their state by a plan derived from a seed; at the end the topics are
 * audited.
 */
package dev.darkstore.chaos;
