package dev.darkstore.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * All versions of a record's schema that were ever in use, oldest first. They are stored as
 * resources {@code /schema-history/<record>/v1.avsc} and so on, each self-contained, so that a
 * record of any version can be decoded without a registry.
 *
 * <p>A reader knows no version newer than its own release. So a new version is introduced in two
 * steps: one release that can read it, and, once that release runs everywhere, one that writes it.
 */
public final class SchemaHistory {
  private final Schema current;
  private final List<Schema> versions;

  SchemaHistory(Schema current, List<Schema> versions) {
    this.current = current;
    this.versions = List.copyOf(versions);
  }

  /** Returns the history of a generated class's schema. */
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

  /** Returns the current schema, as in the generated class. */
  public Schema current() {
    return current;
  }

  /**
   * Returns all versions, oldest first; the last one is {@link #current()}, or the next to be
   * written.
   */
  public List<Schema> versions() {
    return versions;
  }
}
