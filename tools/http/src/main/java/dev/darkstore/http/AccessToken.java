package dev.darkstore.http;

import dev.darkstore.schemas.Utf8Text;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Bearer token required of requests. It is read from a file, never from a command line. */
final class AccessToken {
  private static final int CHARACTERS_MIN = 16;
  private static final int FILE_BYTES_MAX = 4_096;
  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  private AccessToken(String token) {
    this.expected = (SCHEME + token).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the token in a file, without surrounding white space.
   *
   * @throws HttpPortException if it cannot be read, or is too short to be secure
   */
  static AccessToken read(Path file) {
    String token;
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new HttpPortException(
            "the token file %s has more than %s bytes".formatted(file, FILE_BYTES_MAX));
      }
      token = Utf8Text.decode(Files.readAllBytes(file)).strip();
    } catch (IOException e) {
      throw new HttpPortException("cannot read the token file " + file, e);
    }
    if (token.length() < CHARACTERS_MIN || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new HttpPortException(
          "the token in %s must be at least %s visible ASCII characters"
              .formatted(file, CHARACTERS_MIN));
    }
    return new AccessToken(token);
  }

  /** Rejects a request without the token. */
  void require(Context context) {
    String given = context.header("Authorization");
    if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected)) {
      context.header("WWW-Authenticate", SCHEME.strip());
      throw new UnauthorizedResponse("this requires the header 'Authorization: Bearer …'");
    }
  }
}
