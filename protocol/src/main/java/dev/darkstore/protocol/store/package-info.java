/** Resource of the store: stock, by store and sku. */
package dev.darkstore.protocol.store;
