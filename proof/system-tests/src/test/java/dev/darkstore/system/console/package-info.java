/** The console in a real browser, over a broker and the three services. */
package dev.darkstore.system.console;
