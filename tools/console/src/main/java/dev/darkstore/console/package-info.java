/** Console: a live page of the events on the topics. */
package dev.darkstore.console;
