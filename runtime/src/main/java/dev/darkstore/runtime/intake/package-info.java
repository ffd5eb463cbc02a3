/** Intake of records: decoding, forwarding, dead letters. */
package dev.darkstore.runtime.intake;
