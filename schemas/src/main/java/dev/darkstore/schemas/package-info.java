/**
 * Wire contract as code: the topics and their writers, the encoding of their records, the limits,
 * and the handling of records that violate the contract.
 *
 * <p>The record classes are generated from the Avro schemas into {@code dev.darkstore.events}.
 * Create them with their constructors and decode them with {@link
 * dev.darkstore.schemas.EventCodec}: their builders' defaults and copies, and their own decoders,
 * load classes by name, which Avro allows only in processes that list the trusted classes.
 */
package dev.darkstore.schemas;
