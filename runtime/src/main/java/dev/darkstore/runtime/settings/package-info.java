/** What can be set, where it comes from, and whether it fits together. */
package dev.darkstore.runtime.settings;
