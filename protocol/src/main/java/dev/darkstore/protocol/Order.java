package dev.darkstore.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
 */
public record Order(
    String orderId, String customerId, String storeId, String zoneId, List<OrderLine> lines) {

  private static final int FINGERPRINT_BYTES = 16;

  public Order {
    Objects.requireNonNull(orderId, "orderId");
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(storeId, "storeId");
    Objects.requireNonNull(zoneId, "zoneId");
    lines = List.copyOf(lines);
    if (lines.stream().map(OrderLine::sku).distinct().count() != lines.size()) {
      throw new IllegalArgumentException("order " + orderId + " names a sku twice");
    }
  }

  /** Returns true if the other order has equal content: all but the sequence of the lines. */
  public boolean hasContentOf(Order other) {
    return orderId.equals(other.orderId)
        && customerId.equals(other.customerId)
        && storeId.equals(other.storeId)
        && zoneId.equals(other.zoneId)
        && Set.copyOf(lines).equals(Set.copyOf(other.lines));
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
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(line.quantity()).array());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
  }

  /** Prefixes the text with its length, so that no two different contents digest equal bytes. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
