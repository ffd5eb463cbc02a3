/** List of the services, from which topics, rights, tools and runs derive, and their program. */
package dev.darkstore.services;
