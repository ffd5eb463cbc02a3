/** Topics of the cluster and of the services' state: created, described, verified. */
package dev.darkstore.setup.topics;
