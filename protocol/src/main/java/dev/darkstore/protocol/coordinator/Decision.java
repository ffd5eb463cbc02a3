package dev.darkstore.protocol.coordinator;

import java.util.List;
import java.util.Objects;

/**
 * Decision about a message: the state afterwards and the effects. Nothing has been done yet when it
 * is made.
 *
 * @param next the state afterwards; the very same object if nothing changed
 * @param effects effects to carry out, in this order
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
