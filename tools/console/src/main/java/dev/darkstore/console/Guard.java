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
 * Keeps other sites' pages from using the console through the browser of whoever has it open, and
 * tells browsers to run and load nothing but what is served here.
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

  /** To be asked before everything else. */
  void check(Context context) {
    HEADERS.forEach(context::header);
    String authority = context.header("Host");
    if (isLoopback && !isOfThisMachine(authority)) {
      // A name that somebody made point to this machine, so that their page may read from it.
      throw new ForbiddenResponse("ask for this as localhost");
    }
    if (HandlerType.GET.equals(context.method()) || HandlerType.HEAD.equals(context.method())) {
      return;
    }
    String origin = context.header("Origin");
    String site = context.header("Sec-Fetch-Site");
    if ((origin != null && !isOf(authority, origin))
        || (site != null && !site.equals("same-origin") && !site.equals("none"))) {
      throw new ForbiddenResponse("this was asked for by another site's page");
    }
    String type = context.contentType();
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new UnsupportedMediaTypeResponse("this takes application/json");
    }
  }

  private static boolean isOf(String authority, String origin) {
    try {
      return authority != null && authority.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false; // Not the origin of any page.
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
      return false; // The server will say so when it tries to listen there.
    }
  }
}
