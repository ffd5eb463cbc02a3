/** The simulator at work: on production, and on services with a planted defect. */
package dev.darkstore.topology.simulation;
