package dev.darkstore.console.view;

import java.util.Locale;

/** Sections of the page that are updated separately. */
public enum Section {
  /** Number of orders in each phase, and reasons of rejections. */
  SUMMARY(250),
  /** The latest orders. */
  ORDERS(250),
  /** Throughput and latency over the last minutes. */
  THROUGHPUT(1_000),
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

  /** Returns the minimum time between two updates, in milliseconds. */
  public int pauseMillis() {
    return pauseMillis;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
