/**
 * A model checker for the decisions of this module: it runs the production classes, and no model of
 * them, through everything that can happen in a small world, and checks {@link
 * dev.darkstore.model.Invariant} in every state.
 *
 * <p>{@link dev.darkstore.model.Step} is what can happen. One step is one Kafka transaction: the
 * decision, the new state, the facts it sends and the consumed offset come to pass together or not
 * at all. A node that is down is one whose steps do not come for a while, although the clocks go
 * on.
 *
 * <p>Requests and votes are sent ahead of the Kafka transaction. If it is rolled back they are all
 * that is left of it, and the service decides again, perhaps otherwise; a zombie may send them
 * beside its successor. So a request or vote may be read at any time although no state of its
 * sender stands behind it. Each such reading is a step ({@link dev.darkstore.model.Phantoms}), and
 * so is the loss of a request whose sender died before it was written. These steps leave no step
 * for a crash: before its transaction is committed nothing else has happened, and afterwards it has
 * happened whole.
 *
 * <p>The decisions are pure, so each is asked for once per situation and remembered ({@link
 * dev.darkstore.model.Rulings}, {@link dev.darkstore.model.Moves}); a state of the world is a row
 * of numbers of what was met, which is why millions of states take seconds. What is left out, and
 * why nothing is lost by it, is said in {@link dev.darkstore.model.Abstraction}, {@link
 * dev.darkstore.model.Reduction} and {@link dev.darkstore.model.Symmetry}.
 */
package dev.darkstore.model;
