/** Access rights on the cluster: one table, derived from the topics and the services. */
package dev.darkstore.setup.access;
