package dev.darkstore.client.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.schemas.Utf8Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reader of JSON records written by people: one object, an array of objects, or a sequence of
 * objects, as in JSON lines. The input is read and checked completely before any record is
 * returned.
 *
 * @param <T> record type
 */
public final class JsonRecords<T> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BYTES_MAX = 64 * 1024 * 1024;
  private static final int PROBLEMS_SHOWN_MAX = 10;

  private final String source;
  private final String text;
  private final Reader<T> reader;
  private final List<Line<T>> records = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Record with its position in the input.
   *
   * @param line line on which it begins, from 1
   */
  public record Line<T>(int line, T record) {}

  /** Decoder of one JSON object. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Decodes a record.
     *
     * @throws UnreadableRecordException if the object is not such a record
     */
    T read(byte[] object) throws UnreadableRecordException;
  }

  private JsonRecords(String source, String text, Reader<T> reader) {
    this.source = source;
    this.text = text;
    this.reader = reader;
  }

  /**
   * Reads the records of a file.
   *
   * @param file file; {@code -} stands for the standard input
   * @throws UnusableException with every reason and its line if the file cannot be read, is empty,
   *     or contains an invalid record
   */
  public static <T> List<Line<T>> read(Path file, InputStream standardInput, Reader<T> reader) {
    boolean isInput = file.toString().equals("-");
    String source = isInput ? "the input" : Text.escape(file.toString());
    byte[] bytes;
    try {
      if (isInput) {
        bytes = standardInput.readNBytes(BYTES_MAX + 1);
      } else {
        try (InputStream stream = Files.newInputStream(file)) {
          bytes = stream.readNBytes(BYTES_MAX + 1);
        }
      }
    } catch (NoSuchFileException e) {
      throw new UnusableException("cannot read " + source + ": there is no such file", e);
    } catch (IOException e) {
      throw new UnusableException("cannot read " + source + ": " + Cluster.rootMessage(e), e);
    }
    if (bytes.length > BYTES_MAX) {
      throw new UnusableException(
          "%s is larger than %s MiB; split it".formatted(source, BYTES_MAX / 1024 / 1024));
    }
    String text;
    try {
      text = Utf8Text.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new UnusableException(source + " is not text in UTF-8; save it as UTF-8", e);
    }
    return new JsonRecords<>(source, text, reader).read();
  }

  private List<Line<T>> read() {
    try (JsonParser parser = JSON.createParser(text)) {
      boolean isArray = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          object(parser);
        } else if (token == JsonToken.START_ARRAY && !isArray) {
          isArray = true;
        } else if (token == JsonToken.END_ARRAY) {
          isArray = false;
        } else {
          problem(parser.currentTokenLocation(), "an object is expected here");
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      problem(e.getLocation(), "this is not JSON: " + Text.bounded(e.getOriginalMessage(), 200));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
    if (!problems.isEmpty()) {
      throw new UnusableException(message());
    }
    if (records.isEmpty()) {
      throw new UnusableException(source + " is empty");
    }
    return List.copyOf(records);
  }

  private void object(JsonParser parser) throws IOException {
    JsonLocation start = parser.currentTokenLocation();
    parser.skipChildren();
    String object =
        text.substring((int) start.getCharOffset(), (int) parser.currentLocation().getCharOffset());
    try {
      records.add(
          new Line<>(start.getLineNr(), reader.read(object.getBytes(StandardCharsets.UTF_8))));
    } catch (UnreadableRecordException e) {
      problem(start, e.detail());
    }
  }

  private void problem(JsonLocation at, String what) {
    problems.add("  line %s: %s".formatted(at.getLineNr(), what));
  }

  private String message() {
    List<String> shown = new ArrayList<>(problems);
    int more = problems.size() - PROBLEMS_SHOWN_MAX;
    if (more > 0) {
      shown = new ArrayList<>(problems.subList(0, PROBLEMS_SHOWN_MAX));
      shown.add(String.format(Locale.ROOT, "  … and %,d more", more));
    }
    return "%s is invalid; no record was sent%n%s"
        .formatted(source, String.join(System.lineSeparator(), shown));
  }
}
