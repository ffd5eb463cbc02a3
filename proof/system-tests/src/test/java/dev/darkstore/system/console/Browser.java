package dev.darkstore.system.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** Headless Chromium with the actions of a person; uses an installed browser, downloads none. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final String AXE =
      resource("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");

  private final ChromeDriver driver;
  private final URI root;

  private Browser(ChromeDriver driver, URI root) {
    this.driver = driver;
    this.root = root;
  }

  /** Opens a browser on a page; skips the test if none is installed. */
  static Browser open(URI root) {
    Optional<File> chromium = installed("chromium", "chromium-browser", "google-chrome");
    Optional<File> chromedriver = installed("chromedriver");
    Assumptions.assumeTrue(
        chromium.isPresent() && chromedriver.isPresent(),
        "no browser: install chromium and its chromedriver (Debian: chromium-driver) to run this");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get());
    options.addArguments(
        "--headless=new",
        "--hide-scrollbars",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.get())
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options), root);
    browser.size(1400, 1000);
    browser.go("/");
    return browser;
  }

  private static Optional<File> installed(String... names) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> Stream.of(names).map(name -> new File(folder, name)))
        .filter(File::canExecute)
        .findFirst();
  }

  private static String resource(String path) {
    try (InputStream content = Browser.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(content, path).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void go(String path) {
    driver.get(root.resolve(path).toString());
  }

  void back() {
    driver.navigate().back();
  }

  /** Returns path and query of the page's address. */
  String address() {
    URI address = URI.create(driver.getCurrentUrl());
    return address.getRawPath()
        + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Returns the text of the element; empty as long as there is none. */
  String text(String selector) {
    try {
      return find(selector).getText();
    } catch (NoSuchElementException | StaleElementReferenceException e) {
      return "";
    }
  }

  void click(String selector) {
    find(selector).click();
  }

  void type(String selector, String text) {
    WebElement field = find(selector);
    field.clear();
    field.sendKeys(text);
  }

  /** Presses keys one after the other, wherever the focus is. */
  void press(CharSequence... keys) {
    for (CharSequence key : keys) {
      new Actions(driver).sendKeys(key).perform();
    }
  }

  /** Presses Tab until an element that matches has the focus, at most so many times. */
  void tabTo(String selector, int most) {
    for (int i = 0; i < most; i++) {
      press(Keys.TAB);
      if (isFocused(selector)) {
        return;
      }
    }
    throw new AssertionError("%s has no focus after %d tabs".formatted(selector, most));
  }

  boolean isFocused(String selector) {
    return (boolean)
        driver.executeScript("return document.activeElement.matches(arguments[0])", selector);
  }

  /** Chooses an entry of a list once it is offered. */
  void choose(String selector, String value) {
    String option = "%s option[value='%s']".formatted(selector, value);
    awaitThat(option, () -> !all(option).isEmpty());
    click(option);
  }

  void awaitText(String selector, String wanted) {
    Awaitility.await(selector + " to show " + wanted)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(text(selector)).contains(wanted));
  }

  void awaitThat(String description, Callable<Boolean> condition) {
    Awaitility.await(description)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }

  /** Returns the findings of axe-core on the page: each rule with the elements that violate it. */
  List<String> accessibilityFindings() {
    driver.executeScript(AXE);
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then((result) => done(result.violations.map((rule) =>
              rule.id + ': ' + rule.nodes.map((node) => node.target.join(' ')).join(', '))));
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** Returns the value that the script passes to its last argument, a function. */
  Object evaluateAsync(String script) {
    return driver.executeAsyncScript(script);
  }

  Object evaluate(String script) {
    return driver.executeScript(script);
  }

  /** Returns the errors in the browser's own log: scripts that fail, files that are refused. */
  List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        // Refusals are expected and shown on the page; browsers log them as well.
        .filter(message -> !(message.contains("/api/") && message.contains("with a status of 4")))
        .toList();
  }

  void dark(boolean isDark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
  }

  /** Saves a screenshot of the visible part of the page. */
  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
