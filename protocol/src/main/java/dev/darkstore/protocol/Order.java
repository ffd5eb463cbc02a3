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
 * Order of a customer. Immutable; the limits of the wire (lengths, number of lines) were checked
 * before one is made.
 *
 * @param orderId chosen by the client; the idempotency key
 * @param customerId customer to answer
 * @param storeId the dark store that is to give the goods
 * @param zoneId the delivery zone whose agents may bring them
 * @param lines goods wanted, no sku twice. Their sequence is kept for those who read and pick them;
 *     it is no part of the content
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
   * contents practically never do (128 bits of SHA-256). It is what remains of an order once it is
   * closed, to tell a repeat from another order under the same id.
   */
  public String fingerprint() {
    return fingerprint(lines.stream().sorted(Comparator.comparing(OrderLine::sku)).toList());
  }

  /**
   * Returns true if the fingerprint is one of this content. Earlier releases digested the lines in
   * the sequence in which they came; what they remembered is still a repeat.
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

  /** Length first, so that no two different contents digest the same bytes. */
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
