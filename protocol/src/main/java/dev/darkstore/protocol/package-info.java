/**
 * The words of the protocol: orders, branches, what a branch is told and what it answers. Values
 * only; the decisions are in the packages below. Nothing here knows Kafka, a clock or any I/O.
 */
package dev.darkstore.protocol;
