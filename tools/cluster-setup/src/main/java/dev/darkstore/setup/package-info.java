/** List of the services, from which topics, rights, tools and runs derive. */
package dev.darkstore.setup;
