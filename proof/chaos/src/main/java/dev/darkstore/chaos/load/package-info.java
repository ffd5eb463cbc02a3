/** Load on the system under test, and what its clients see of it. */
package dev.darkstore.chaos.load;
