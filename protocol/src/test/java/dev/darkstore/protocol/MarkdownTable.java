package dev.darkstore.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Markdown tables with aligned columns, readable as plain text. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** Returns a table whose first row is its head. */
  public static String of(List<List<String>> rows) {
    List<Integer> widths =
        IntStream.range(0, rows.get(0).size())
            .mapToObj(
                column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toList();
    List<List<String>> all = new ArrayList<>(rows);
    all.add(1, widths.stream().map("-"::repeat).toList());
    return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> row.get(column) + " ".repeat(widths.get(column) - row.get(column).length()))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
