package dev.darkstore.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Order of a customer. Immutable; the limits of the wire (lengths, number of lines) are checked
 * before an order is created.
 *
 * @param orderId id chosen by the client; the idempotency key
 * @param customerId id of the customer who receives the outcome
 * @param storeId dark store that supplies the goods
 * @param zoneId delivery zone whose agents may deliver them
 * @param lines goods wanted, no sku twice; their sequence is kept for pickers and is not part of
 *     the content
 * @param attributes further data for participants, such as an amount; sorted by name
 */
public record Order(
    String orderId,
    String customerId,
    String storeId,
    String zoneId,
    List<OrderLine> lines,
    Map<String, String> attributes) {

  private static final int FINGERPRINT_BYTES = 16;

  /** Separates attributes from lines in a digest: no length is negative. */
  private static final int END_OF_LINES = -1;

  public Order {
    Objects.requireNonNull(orderId, "orderId");
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(storeId, "storeId");
    Objects.requireNonNull(zoneId, "zoneId");
    lines = List.copyOf(lines);
    attributes =
        attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(attributes));
    if (lines.stream().map(OrderLine::sku).distinct().count() != lines.size()) {
      throw new IllegalArgumentException("order " + orderId + " names a sku twice");
    }
  }

  /** Creates an order without attributes. */
  public Order(
      String orderId, String customerId, String storeId, String zoneId, List<OrderLine> lines) {
    this(orderId, customerId, storeId, zoneId, lines, Map.of());
  }

  /** Returns true if the other order has equal content: all but the sequence of the lines. */
  public boolean hasContentOf(Order other) {
    return orderId.equals(other.orderId)
        && customerId.equals(other.customerId)
        && storeId.equals(other.storeId)
        && zoneId.equals(other.zoneId)
        && Set.copyOf(lines).equals(Set.copyOf(other.lines))
        && attributes.equals(other.attributes);
  }

  /**
   * Returns a short digest of the content: equal contents have equal fingerprints, and different
   * contents practically never do (128 bits of SHA-256). Only the digest is kept of a closed order,
   * to distinguish a repeat from another order under an equal id.
   */
  public String fingerprint() {
    return fingerprint(lines.stream().sorted(Comparator.comparing(OrderLine::sku)).toList());
  }

  /**
   * Returns true if the fingerprint is one of this content. Earlier releases digested the lines in
   * their order of arrival; their fingerprints still match.
   */
  public boolean hasFingerprint(String fingerprint) {
    return fingerprint.equals(fingerprint()) || fingerprint.equals(fingerprint(lines));
  }

  private String fingerprint(List<OrderLine> inSequence) {
    MessageDigest digest = sha256();
    update(digest, orderId);
    update(digest, customerId);
    update(digest, storeId);
    update(digest, zoneId);
    for (OrderLine line : inSequence) {
      update(digest, line.sku());
      update(digest, line.quantity());
    }
    if (!attributes.isEmpty()) {
      update(digest, END_OF_LINES);
      attributes.forEach(
          (name, value) -> {
            update(digest, name);
            update(digest, value);
          });
    }
    return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
  }

  /** Prefixes the text with its length, so that no two different contents digest equal bytes. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    update(digest, bytes.length);
    digest.update(bytes);
  }

  private static void update(MessageDigest digest, int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
