/** Java agent that shifts the clock of a child process, as if its machine's clock had been set. */
@NullMarked
package dev.darkstore.chaos.clock;

import org.jspecify.annotations.NullMarked;
