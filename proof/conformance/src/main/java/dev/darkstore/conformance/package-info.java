/** Black-box conformance kit for participants. */
package dev.darkstore.conformance;
