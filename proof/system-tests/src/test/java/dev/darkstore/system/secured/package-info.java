/** The services on a broker that asks who they are, and lets nobody do what is not theirs. */
package dev.darkstore.system.secured;
