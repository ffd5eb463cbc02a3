package dev.darkstore.console;

import dev.darkstore.http.HttpSettings;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;

/**
 * Protection against other sites' pages that use the console through a user's browser; also
 * restricts scripts and resources to those served here.
 */
final class Guard {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()");

  private final boolean isLoopback;

  Guard(HttpSettings http) {
    isLoopback = isLoopback(http.host());
  }

  /** Checks a request before any other handler. */
  void check(Context context) {
    HEADERS.forEach(context::header);
    String authority = context.header("Host");
    if (isLoopback && !isOfThisMachine(authority)) {
      // DNS rebinding: a foreign name that resolves to this machine, to let a foreign page read
      // from it.
      throw new ForbiddenResponse("use the host name localhost");
    }
    if (HandlerType.GET.equals(context.method()) || HandlerType.HEAD.equals(context.method())) {
      return;
    }
    String origin = context.header("Origin");
    String site = context.header("Sec-Fetch-Site");
    if ((origin != null && !isOf(authority, origin))
        || (site != null && !site.equals("same-origin") && !site.equals("none"))) {
      throw new ForbiddenResponse("requests from pages of other sites are not allowed");
    }
    String type = context.contentType();
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new UnsupportedMediaTypeResponse("the content type must be application/json");
    }
  }

  private static boolean isOf(String authority, String origin) {
    try {
      return authority != null && authority.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false; // Not a page's origin.
    }
  }

  private static boolean isOfThisMachine(String authority) {
    if (authority == null) {
      return false;
    }
    String host = authority.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // The server will fail to listen there with the reason.
    }
  }
}
