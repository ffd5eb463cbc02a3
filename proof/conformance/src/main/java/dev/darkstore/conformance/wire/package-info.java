/** Connection to a participant: its topics, on a cluster or under a test driver. */
package dev.darkstore.conformance.wire;
