/** Process of a service, from its settings to its end. */
package dev.darkstore.runtime.operations;
