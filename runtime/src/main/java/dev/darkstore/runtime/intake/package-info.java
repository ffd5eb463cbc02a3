/** How records come into a service, and where those go that nobody can process. */
package dev.darkstore.runtime.intake;
