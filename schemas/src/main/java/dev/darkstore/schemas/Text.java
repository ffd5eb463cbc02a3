package dev.darkstore.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Display form of foreign text: truncated, and without terminal control characters. */
public final class Text {
  private static final int SHOWN_CHARACTERS = 80;

  private Text() {}

  /** Returns the text in quotation marks, truncated to {@value #SHOWN_CHARACTERS} characters. */
  public static String quote(String text) {
    boolean whole = text.length() <= SHOWN_CHARACTERS;
    String shown = whole ? text : text.substring(0, SHOWN_CHARACTERS);
    return '"' + escape(shown) + (whole ? "\"" : "…\" (" + text.length() + " characters)");
  }

  /** As above, for bytes that ought to be UTF-8. */
  public static String quote(byte[] bytes) {
    if (bytes.length <= SHOWN_CHARACTERS) {
      return quote(new String(bytes, StandardCharsets.UTF_8));
    }
    String shown = new String(bytes, 0, SHOWN_CHARACTERS, StandardCharsets.UTF_8);
    return '"' + escape(shown) + "…\" (" + bytes.length + " bytes)";
  }

  /** Returns the escaped text, truncated to a maximum length with an ellipsis. */
  public static String bounded(String text, int maxCharacters) {
    // Escaping never shortens, so the rest of a longer text is irrelevant.
    String escaped =
        escape(text.length() > maxCharacters ? text.substring(0, maxCharacters + 1) : text);
    return escaped.length() <= maxCharacters
        ? escaped
        : escaped.substring(0, maxCharacters - 1) + '…';
  }

  /** Escapes control characters, and those that reorder or hide text, as {@code \}{@code uXXXX}. */
  public static String escape(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (isHarmless(text, i)) {
        if (escaped != null) {
          escaped.append(character);
        }
        continue;
      }
      if (escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isHarmless(String text, int index) {
    char character = text.charAt(index);
    if (Character.isHighSurrogate(character)) {
      return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
    }
    if (Character.isLowSurrogate(character)) {
      return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
