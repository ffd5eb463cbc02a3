/** Timers of a task: an index of deadlines, derived from its state, and the alarm that wakes it. */
package dev.darkstore.runtime.timers;
