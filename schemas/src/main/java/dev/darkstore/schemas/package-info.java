/**
 * The wire contract as code: which topics there are and who writes them, how their records are
 * encoded, what limits they keep, and what becomes of a record that breaks the contract.
 *
 * <p>The records' own classes are generated from the Avro schemas into {@code
 * dev.darkstore.events}. They are made with their constructors and read with {@link
 * dev.darkstore.schemas.EventCodec}: their builders' defaults and copies, and their own decoders,
 * find classes by name, which Avro allows only to processes that list the classes they trust.
 */
package dev.darkstore.schemas;
