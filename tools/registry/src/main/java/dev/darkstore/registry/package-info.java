/** Copies of the topics in the form that tools with a schema registry expect. */
package dev.darkstore.registry;
