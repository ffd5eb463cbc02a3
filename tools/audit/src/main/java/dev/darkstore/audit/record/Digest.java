package dev.darkstore.audit.record;

/**
 * Digests of 64 bits, so that an order in flight needs a few words instead of its content. Not for
 * secrets; two different texts have equal digests about once in 10^19.
 */
public final class Digest {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long OTHER_MULTIPLIER = 0xD6E8FEB86659FD93L;

  private Digest() {}

  /** Returns a digest of one text. */
  public static long of(String text) {
    return of(text, MULTIPLIER);
  }

  /**
   * Returns a digest of one text, independent of {@link #of(String)}: both together are 128 bits.
   */
  static long otherOf(String text) {
    return of(text, OTHER_MULTIPLIER);
  }

  /** Returns a digest of two digests, in this sequence. */
  public static long of(long first, long second) {
    return mix(mix(first + MULTIPLIER) ^ second);
  }

  /** Returns a digest of bytes, or of null. */
  public static long of(byte[] bytes) {
    if (bytes == null) {
      return 0;
    }
    long hash = bytes.length * MULTIPLIER;
    for (byte b : bytes) {
      hash = (hash ^ b) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return mix(hash);
  }

  /** Returns a digest of a text with a quantity. */
  public static long of(String text, int quantity) {
    return of(of(text), quantity);
  }

  private static long of(String text, long multiplier) {
    long hash = text.length() * multiplier;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * multiplier;
      hash ^= hash >>> 32;
    }
    return mix(hash);
  }

  /** The finalizer of splitmix64 (Steele, Lea, Flood 2014; constants by Stafford). */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
