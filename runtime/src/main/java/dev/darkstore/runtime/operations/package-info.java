/** Operator's view of the services: health, metrics and state over HTTP. */
package dev.darkstore.runtime.operations;
