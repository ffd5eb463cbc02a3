/** The delivery participant: agents as a resource. */
package dev.darkstore.delivery;
