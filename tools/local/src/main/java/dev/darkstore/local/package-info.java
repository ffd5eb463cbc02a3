/** Broker and the three services in this process. */
package dev.darkstore.local;
