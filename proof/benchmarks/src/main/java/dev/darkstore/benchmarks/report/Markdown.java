package dev.darkstore.benchmarks.report;

import java.util.Collections;
import java.util.List;

/** Builder of Markdown text. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String title) {
    text.append("#".repeat(level)).append(' ').append(title).append("\n\n");
    return this;
  }

  Markdown paragraph(String words) {
    text.append(words.strip()).append("\n\n");
    return this;
  }

  Markdown table(List<String> headings, List<List<String>> rows) {
    line(headings);
    line(Collections.nCopies(headings.size(), "---"));
    rows.forEach(this::line);
    text.append('\n');
    return this;
  }

  private void line(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
