package dev.darkstore.command;

import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Ids in command arguments. */
final class Ids {
  private Ids() {}

  /**
   * Returns the id, if it is well-formed.
   *
   * @param what object of the id, for the message
   * @throws ParameterException if it is not well-formed
   */
  static String require(CommandSpec spec, String what, String id) {
    if (!Limits.isId(id)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s cannot be the id of %s; it must be 1 to %d characters of A-Z a-z 0-9 . _ -"
              .formatted(Text.quote(id), what, Limits.ID_CHARACTERS));
    }
    return id;
  }
}
