/** Tests of the console in a real browser, with a broker and the three services. */
package dev.darkstore.system.console;
