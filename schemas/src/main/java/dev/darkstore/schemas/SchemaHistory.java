package dev.darkstore.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every version of a record's schema that was ever in use, oldest first. They are kept as resources
 * {@code /schema-history/<record>/v1.avsc} and so on, each complete in itself, so that what was
 * written under another version is readable without asking anybody.
 *
 * <p>A reader knows no version that came after its own release. So a new version is taken up in two
 * steps: one release that has it in the history, and reads it; and once that runs everywhere, one
 * that writes it.
 */
public final class SchemaHistory {
  private final Schema current;
  private final List<Schema> versions;

  SchemaHistory(Schema current, List<Schema> versions) {
    this.current = current;
    this.versions = List.copyOf(versions);
  }

  /** The history of a generated class's schema. */
  public static SchemaHistory of(Schema current) {
    List<Schema> versions = new ArrayList<>();
    for (int version = 1; ; version++) {
      String resource = resource(current, version);
      try (InputStream in = SchemaHistory.class.getResourceAsStream(resource)) {
        if (in == null) {
          break;
        }
        versions.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + resource, e);
      }
    }
    if (versions.isEmpty()) {
      throw new IllegalStateException("there is no " + resource(current, 1));
    }
    return new SchemaHistory(current, versions);
  }

  static String resource(Schema schema, int version) {
    return "/schema-history/" + schema.getName() + "/v" + version + ".avsc";
  }

  /** Returns the schema that is written today, as the generated class has it. */
  public Schema current() {
    return current;
  }

  /** Version 1 first; the last one is {@link #current()}, or the one to be written next. */
  public List<Schema> versions() {
    return versions;
  }
}
