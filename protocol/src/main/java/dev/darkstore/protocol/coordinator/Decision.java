package dev.darkstore.protocol.coordinator;

import java.util.List;
import java.util.Objects;

/**
 * Decision about a message: the state afterwards and the effects. The decision itself executes
 * nothing.
 *
 * @param next state afterwards; the identical object if nothing changed
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
