package dev.darkstore.console.view;

import java.util.Locale;

/** The parts of the page that change apart from each other. */
public enum Section {
  /** How many orders there are in each phase, and why some were rejected. */
  SUMMARY(250),
  /** The latest orders. */
  ORDERS(250),
  /** Throughput and latency over the last minutes. */
  RHYTHM(1_000),
  /** Stock of the stores. */
  STOCK(500),
  /** Activity of the agents. */
  AGENTS(500),
  /** Records that could not be processed. */
  LETTERS(500);

  private final int pauseMillis;

  Section(int pauseMillis) {
    this.pauseMillis = pauseMillis;
  }

  /** How long it is left alone after it was told, in milliseconds. */
  public int pauseMillis() {
    return pauseMillis;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
