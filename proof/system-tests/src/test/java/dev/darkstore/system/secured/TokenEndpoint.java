package dev.darkstore.system.secured;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Authorization server of OAuth on the loopback address: issues signed tokens to clients that know
 * their secret (grant type "client credentials"), and publishes its key (JWKS).
 */
final class TokenEndpoint implements AutoCloseable {
  static final String SCOPE = "kafka";
  static final String ISSUER = "https://login.example.com";

  private static final String KEY_ID = "key-1";

  private final HttpServer server;
  private final KeyPair keys;
  private final Function<String, Optional<String>> secrets;
  private final Duration validity;
  private final Map<String, AtomicInteger> issued = new ConcurrentHashMap<>();

  /**
   * Starts the server.
   *
   * @param secrets secret of each client, by its id
   * @param validity time for which a token is valid
   */
  TokenEndpoint(Function<String, Optional<String>> secrets, Duration validity)
      throws IOException, GeneralSecurityException {
    this.secrets = secrets;
    this.validity = validity;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/keys", exchange -> answer(exchange, 200, jwks()));
    server.start();
  }

  /** Returns the address at which clients request tokens. */
  String tokens() {
    return uri("/token");
  }

  /** Returns the address of the key with which tokens are signed. */
  String keys() {
    return uri("/keys");
  }

  /** Returns the number of tokens issued to a client. */
  int issued(String clientId) {
    return issued.computeIfAbsent(clientId, id -> new AtomicInteger()).get();
  }

  private String uri(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    String[] login =
        new String(Base64.getDecoder().decode(header.replaceFirst("^Basic ", "")), UTF_8)
            .split(":", 2);
    boolean isKnown =
        login.length == 2
            && form.contains("grant_type=client_credentials")
            && form.contains("scope=" + SCOPE)
            && secrets.apply(login[0]).filter(login[1]::equals).isPresent();
    if (!isKnown) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    issued.computeIfAbsent(login[0], id -> new AtomicInteger()).incrementAndGet();
    answer(
        exchange,
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(jwt(login[0]), validity.toSeconds()));
  }

  private String jwt(String subject) {
    long now = Instant.now().getEpochSecond();
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(KEY_ID);
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"scope\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(ISSUER, SCOPE, subject, SCOPE, now, now + validity.toSeconds());
    String signed = encoded(header.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
  }

  private String jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(KEY_ID, unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
