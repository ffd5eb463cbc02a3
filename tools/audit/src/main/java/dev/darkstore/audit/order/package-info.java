/** Orders: their branches, their causes, and their checks. */
package dev.darkstore.audit.order;
