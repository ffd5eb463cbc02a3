/** The store's resource: stock, by store and sku. */
package dev.darkstore.protocol.store;
