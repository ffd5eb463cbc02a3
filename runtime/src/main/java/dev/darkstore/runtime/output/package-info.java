/**
 * Output of a task: facts in its Kafka transaction, requests and votes ahead of it, and their
 * headers.
 */
package dev.darkstore.runtime.output;
