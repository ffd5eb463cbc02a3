/** A whole Darkstore for a developer's machine. */
package dev.darkstore.command.dev;
