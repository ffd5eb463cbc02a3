/**
 * Breaks a running system on purpose: real brokers and services in processes of their own, under
 * load, killed, frozen, cut off and robbed of their state by a plan that follows from a seed; and
 * then an audit of what they left on the topics.
 */
package dev.darkstore.chaos;
