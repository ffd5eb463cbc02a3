package dev.darkstore.console;

import dev.darkstore.http.Routes;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Files of the page, from the class path; they contain no data of the cluster. */
final class PageRoutes implements Routes {
  private static final String ASSETS = "/assets/";
  private static final String OWN = "/dev/darkstore/console/page/";
  private static final String UPLOT_VERSION =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/dist/";
  private static final String[] OWN_ASSETS = {
    "style.css",
    "icon.svg",
    "main.js",
    "actions.js",
    "board.js",
    "charts.js",
    "dom.js",
    "format.js",
    "letter.js",
    "order.js",
    "search.js",
    "stream.js",
    "timeline.js"
  };

  private final Asset page = Asset.read(OWN + "index.html");
  private final Map<String, Asset> assets = new LinkedHashMap<>();

  /** File with its content type. */
  private static final class Asset {
    private final String contentType;
    private final byte[] content;

    private Asset(String contentType, byte[] content) {
      this.contentType = contentType;
      this.content = content;
    }

    static Asset read(String resource) {
      try (InputStream stream = open(resource)) {
        return new Asset(contentType(resource), stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static InputStream open(String resource) {
      InputStream stream = PageRoutes.class.getResourceAsStream(resource);
      if (stream == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return stream;
    }

    private static String contentType(String name) {
      return switch (name.substring(name.lastIndexOf('.') + 1)) {
        case "html" -> "text/html; charset=utf-8";
        case "css" -> "text/css; charset=utf-8";
        case "js" -> "text/javascript; charset=utf-8";
        case "svg" -> "image/svg+xml";
        default -> throw new IllegalArgumentException(name);
      };
    }

    void send(Context context) {
      context.contentType(contentType).result(content);
    }
  }

  PageRoutes() {
    for (String name : OWN_ASSETS) {
      assets.put(name, Asset.read(OWN + name));
    }
    String uplot = UPLOT.formatted(uplotVersion());
    assets.put("uplot.js", Asset.read(uplot + "uPlot.esm.js"));
    assets.put("uplot.css", Asset.read(uplot + "uPlot.min.css"));
  }

  private static String uplotVersion() {
    Properties properties = new Properties();
    try (InputStream stream = Asset.open(UPLOT_VERSION)) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/", page::send);
    // The script of the page reads the id.
    routes.get("/orders/{id}", page::send);
    routes.get("/dead-letters/{id}", page::send);
    assets.forEach((name, asset) -> routes.get(ASSETS + name, asset::send));
  }

  @Override
  public boolean isOpen(String path) {
    return path.equals("/")
        || path.startsWith("/orders/")
        || path.startsWith("/dead-letters/")
        || path.startsWith(ASSETS);
  }
}
