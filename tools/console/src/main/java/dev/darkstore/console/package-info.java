/** The console: one page that shows what happens on the topics, live. */
package dev.darkstore.console;
