/** Settings: their definitions, their sources, and the checks that they fit together. */
package dev.darkstore.runtime.settings;
