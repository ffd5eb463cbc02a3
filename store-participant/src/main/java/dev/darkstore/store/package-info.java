/** The store participant: stock as a resource. */
package dev.darkstore.store;
