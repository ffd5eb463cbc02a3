package dev.darkstore.planted;

import java.util.Set;

/** Defect of the protocol that somebody must find. */
public interface Planted {
  /** Returns the defect in a line. */
  String title();

  /** Returns the change to the protocol, in a sentence. */
  String defect();

  /** Why the protocol has the rule that this breaks. */
  String reason();

  /** The protocol with this defect. */
  Decisions decisions();

  /** Messages that are sent ahead of the commit. */
  Set<SentAhead> sentAhead();
}
