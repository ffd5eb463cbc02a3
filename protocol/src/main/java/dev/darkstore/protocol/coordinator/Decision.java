package dev.darkstore.protocol.coordinator;

import java.util.List;
import java.util.Objects;

/**
 * What follows from a message: the state afterwards, and what is to be done. Nothing has been done
 * yet when one is made.
 *
 * @param next the state afterwards; the very same object if nothing changed
 * @param effects what is to be done, in this order
 */
public record Decision(OrderState next, List<Effect> effects) {
  public Decision {
    Objects.requireNonNull(next, "next");
    effects = List.copyOf(effects);
  }

  static Decision unchanged(OrderState state, Effect... effects) {
    return new Decision(state, List.of(effects));
  }

  static Decision ignored(OrderState state, String why) {
    return unchanged(state, new Effect.Ignore(why));
  }
}
