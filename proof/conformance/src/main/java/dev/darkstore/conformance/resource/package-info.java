/** Resources that the scenarios reserve: given in a file, or supplied by the kit. */
package dev.darkstore.conformance.resource;
