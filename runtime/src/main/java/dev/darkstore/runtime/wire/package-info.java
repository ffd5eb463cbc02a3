/** Between the wire's classes, which Avro generates, and the protocol's values. */
package dev.darkstore.runtime.wire;
