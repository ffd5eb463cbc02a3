/** Mapping between the generated Avro classes and the protocol's values. */
package dev.darkstore.runtime.wire;
