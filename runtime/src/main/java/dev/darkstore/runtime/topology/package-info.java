/** Parts that the services' topologies have in common. */
package dev.darkstore.runtime.topology;
