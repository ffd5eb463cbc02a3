/** Access rights on the cluster: one table, made from the topics and the services. */
package dev.darkstore.setup.access;
