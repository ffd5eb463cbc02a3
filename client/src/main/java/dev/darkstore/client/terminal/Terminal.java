package dev.darkstore.client.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Output of a command for people: with colours and a status line on a terminal, plain lines
 * otherwise. Thread-safe.
 */
public final class Terminal {
  private static final char ESCAPE = '\u001b';
  private static final String ERASE_LINE = "\r" + ESCAPE + "[2K";

  private final PrintWriter out;
  private final boolean updating;
  private final boolean coloured;
  private final int columns;
  private boolean statusShown;

  /**
   * Creates an output.
   *
   * @param updating true if a status line can be replaced
   * @param coloured true for colours
   * @param columns width of the terminal, to which a status line is cut
   */
  Terminal(PrintWriter out, boolean updating, boolean coloured, int columns) {
    this.out = out;
    this.updating = updating;
    this.coloured = coloured;
    this.columns = columns;
  }

  /**
   * Returns the standard output. The launcher determines if it is a terminal, and its width: {@link
   * System#console()} cannot do so on every Java version.
   */
  public static Terminal standard(PrintWriter out) {
    boolean terminal =
        Boolean.getBoolean("darkstore.terminal") && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    return new Terminal(
        out,
        terminal,
        terminal && (noColor == null || noColor.isEmpty()),
        Integer.getInteger("darkstore.columns", Integer.MAX_VALUE));
  }

  /** Returns an output of plain lines. */
  public static Terminal plain(PrintWriter out) {
    return new Terminal(out, false, false, Integer.MAX_VALUE);
  }

  /** Returns an output that writes nothing. */
  public static Terminal silent() {
    return plain(new PrintWriter(Writer.nullWriter()));
  }

  /** Returns true if {@link #status} is visible. */
  public boolean isUpdating() {
    return updating;
  }

  /** Writes a permanent line. */
  public synchronized void line(String format, Object... arguments) {
    clearStatus();
    out.println(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  /** Writes an empty line. */
  public void line() {
    line("");
  }

  /**
   * Shows a line that the next one replaces; does nothing on a plain output. A line that is wider
   * than the terminal is cut: only its last row could be replaced.
   */
  public synchronized void status(String text) {
    if (updating) {
      out.print(ERASE_LINE + cut(text));
      out.flush();
      statusShown = true;
    }
  }

  /** Removes the line shown by {@link #status}. */
  public synchronized void clear() {
    clearStatus();
    out.flush();
  }

  /** Returns true if the reader has closed the output, as after {@code | head}. */
  public boolean isBroken() {
    return out.checkError();
  }

  /** Returns the text in bold, for what matters most. */
  public String bold(String text) {
    return styled("1", text);
  }

  /** Returns the text dimmed, for what matters least. */
  public String dim(String text) {
    return styled("2", text);
  }

  /** Returns the text in green, for a success. */
  public String green(String text) {
    return styled("32", text);
  }

  /** Returns the text in red, for a failure. */
  public String red(String text) {
    return styled("31", text);
  }

  /** Returns the text in yellow, for a refusal. */
  public String yellow(String text) {
    return styled("33", text);
  }

  private String styled(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Cuts a text to the width of the terminal; escape sequences take no room and are kept. */
  private String cut(String text) {
    StringBuilder shown = new StringBuilder();
    int width = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == ESCAPE) {
        int end = text.indexOf('m', i);
        shown.append(text, i, end + 1);
        i = end;
      } else if (width < columns) {
        shown.append(character);
        width++;
      }
    }
    return shown.toString();
  }

  private void clearStatus() {
    if (statusShown) {
      out.print(ERASE_LINE);
      statusShown = false;
    }
  }
}
