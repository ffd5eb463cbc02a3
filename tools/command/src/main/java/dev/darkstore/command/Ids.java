package dev.darkstore.command;

import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Ids that people type. */
final class Ids {
  private Ids() {}

  /**
   * The id, if it has the form of one.
   *
   * @param what it is the id of, for the message
   * @throws ParameterException if it has not
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
