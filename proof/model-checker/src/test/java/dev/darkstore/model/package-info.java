/**
 * Model checker for the decisions of {@code protocol}: it runs the production classes, not a model
 * of them, through every interleaving in a small world, and checks {@link
 * dev.darkstore.model.Invariant} in every state.
 *
 * <p>{@link dev.darkstore.model.Step} lists the possible steps. One step is one Kafka transaction:
 * the decision, the new state, the facts it sends and the consumed offset take effect atomically. A
 * node that is down is one without steps for a while, although its clock advances.
 *
 * <p>Requests and votes are sent ahead of the Kafka transaction. If it is rolled back they are all
 * that remains of it, and the service decides again, possibly differently; a zombie may send them
 * concurrently with its successor. So a request or vote may be read at any time without a matching
 * state of its sender. Each such reading is a step ({@link dev.darkstore.model.Phantoms}), and so
 * is the loss of a request whose sender crashed before it was written. A crash needs no step:
 * before the commit of its transaction nothing else has happened, and after it everything has.
 *
 * <p>The decisions are pure, so each is computed once per situation and cached ({@link
 * dev.darkstore.model.Rulings}, {@link dev.darkstore.model.Moves}); a state of the world is a row
 * of numbers of known values, so millions of states take seconds. The omitted cases, and the
 * reasons why nothing is lost, are in {@link dev.darkstore.model.Abstraction}, {@link
 * dev.darkstore.model.Reduction} and {@link dev.darkstore.model.Symmetry}.
 */
package dev.darkstore.model;
