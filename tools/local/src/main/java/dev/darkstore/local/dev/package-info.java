/** A whole Darkstore for a developer's machine. */
package dev.darkstore.local.dev;
