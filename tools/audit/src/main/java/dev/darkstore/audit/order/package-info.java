/** Orders: their branches, their causes, and the judgement on them. */
package dev.darkstore.audit.order;
