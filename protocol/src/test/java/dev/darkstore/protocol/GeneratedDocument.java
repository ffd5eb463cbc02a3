package dev.darkstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checked-in document that is generated from the code, and compared with it. */
public final class GeneratedDocument {
  private static final Path FOLDER = folder();

  private GeneratedDocument() {}

  /** Returns the project's docs; the tests of a module run in the module's folder. */
  private static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs");
  }

  /**
   * Compares the document with its generated content, or rewrites it with {@code
   * -Dupdate.docs=true}.
   */
  public static void check(String name, String content) throws IOException {
    Path document = FOLDER.resolve(name);
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(document, content);
    }
    assertThat(document)
        .as(
            "docs/%s; regenerate it with: mvn -pl protocol,:model-checker -am test -Dupdate.docs=true",
            name)
        .hasContent(content);
  }
}
