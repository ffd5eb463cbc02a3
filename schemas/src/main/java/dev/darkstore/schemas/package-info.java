/**
 * The wire contract as code: which topics there are and who writes them, how their records are
 * encoded, what limits they keep, and what becomes of a record that breaks the contract. The
 * records' own classes are generated from the Avro schemas into {@code dev.darkstore.events}.
 */
package dev.darkstore.schemas;
