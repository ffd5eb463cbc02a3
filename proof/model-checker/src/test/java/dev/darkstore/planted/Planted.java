package dev.darkstore.planted;

import java.util.Set;

/** Defect of the protocol that the checkers must find. */
public interface Planted {
  /** Returns the title of the defect. */
  String title();

  /** Returns the change to the protocol, in a sentence. */
  String defect();

  /** Returns the reason for the rule that this violates. */
  String reason();

  /** Returns the protocol with this defect. */
  Decisions decisions();

  /** Returns the messages that are sent ahead of the commit. */
  Set<SentAhead> sentAhead();
}
