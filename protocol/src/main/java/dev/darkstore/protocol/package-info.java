/**
 * Vocabulary of the protocol: orders, branches, commands to a branch and its replies. Values only;
 * the decisions are in the packages below. Nothing here depends on Kafka, a clock or I/O.
 */
package dev.darkstore.protocol;
