package dev.darkstore.system.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.console.Console;
import dev.darkstore.console.ConsoleOptions;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.LocalParticipants;
import dev.darkstore.schemas.Installation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Console in a browser: orders by form, participants that are down, and hostile input. */
@DisplayName("Console in a browser")
class ConsoleInABrowserTest {
  /** Timeouts long enough to stop one participant and start another while an order is reserving. */
  private static final Map<String, String> TIMING =
      Map.of(
          "darkstore.reserve.timeout.ms", "45000",
          "darkstore.commit.attempts", "3",
          "darkstore.commit.retry.ms", "1000",
          "darkstore.margin.ms", "2000",
          "darkstore.hold.ms", "60000",
          "darkstore.release.pause.ms", "1000",
          "darkstore.release.pause.max.ms", "4000");

  private static LocalCluster cluster;
  private static Console console;
  private static Clients clients;
  private Browser browser;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.begin(LocalPlan.temporary("darkstore-console-test-").with(TIMING));
    cluster.awaitBroker();
    cluster.startServices();
    clients =
        new Clients(
            cluster.clientConfig(),
            "console-test",
            failure -> {
              throw new IllegalStateException(failure);
            });
    for (String store : List.of("mill-lane", "station-road")) {
      Clients.await(
          clients.send(
              new StockUpdate(
                  store,
                  null,
                  new StockReceived(
                      List.of(new OrderLine("apples-6", 40), new OrderLine("bread", 25))))));
    }
    for (String agent : List.of("amir", "bea", "chloe", "dov", "eli")) {
      Clients.await(clients.send(new AgentUpdate("north", null, agent, new AgentOnline())));
    }
    console =
        Console.start(
            new ConsoleOptions(
                cluster.clientConfig(),
                Installation.DEFAULT,
                HttpSettings.loopback(0),
                ConsoleOptions.WINDOW,
                false,
                Optional.of(new LocalParticipants(cluster))));
  }

  @AfterAll
  static void stop() throws Exception {
    console.close();
    clients.close();
    cluster.close();
  }

  @BeforeEach
  void open() {
    browser = Browser.open(console.uri());
    browser.awaitText("#connection-text", "live");
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.screenshot("last");
      List<String> errors = browser.errors();
      browser.close();
      assertThat(errors).isEmpty();
    }
  }

  @Test
  @DisplayName("An order that is sent by form is placed, and its events are shown")
  void anOrderByFormIsPlaced() {
    placeByForm("form-1");
    browser.awaitText("#place-result", "Sent as form-1");
    browser.awaitText("tr:has(a[href='/orders/form-1']) .phase", "Placed");
    browser.awaitText("#announcements", "Order form-1: Placed");
    browser.awaitText("#agents", "assigned");
    browser.awaitText("#stock", " assigned");
    browser.screenshot("board");

    browser.click("a[href='/orders/form-1']");
    browser.awaitText("#order-phase", "Placed");
    browser.awaitText("#events", "DeliverOrder");
    assertThat(browser.all("#events .event")).hasSize(17);
    assertThat(browser.all("svg.course .dot")).hasSize(17);
    browser.screenshot("placed");

    // The order's page by its address, and back to the board.
    browser.go("/orders/form-1");
    browser.awaitText("#order-phase", "Placed");
    browser.click("#back");
    browser.awaitText("#orders-title", "Latest orders");

    String agent = "#agents li:has(a[href='/orders/form-1'])";
    browser.click(agent + " button");
    browser.awaitText("#announcements", "Order form-1 reported as delivered");
    browser.awaitThat("the agent is free", () -> browser.all(agent).isEmpty());
  }

  @Test
  @DisplayName("An order whose participant is down is shown as releasing and then rejected")
  void anOrderWhoseParticipantIsDownIsReleasedAndRejected() {
    toggle("store", "stopped");
    placeByForm("broken-1");
    browser.awaitText("tr:has(a[href='/orders/broken-1']) .phase", "Reserving");
    browser.awaitText("#agents", "held");
    toggle("delivery", "stopped");
    toggle("store", "running");

    // The store reserves; delivery, which had reserved, is down and cannot commit.
    browser.click("a[href='/orders/broken-1']");
    browser.awaitText("#events", "attempt 3");
    browser.awaitText("#order-phase", "Releasing");
    browser.awaitText("#order-words", "A branch did not confirm Commit in time");
    browser.awaitText("#order-words", "until it is acknowledged by delivery");
    browser.awaitText("#holds", "left");
    browser.screenshot("releasing");

    browser.go("/");
    toggle("delivery", "running");
    browser.go("/orders/broken-1");
    browser.awaitText("#order-phase", "Rejected");
    browser.awaitText("#events td[data-lane=DELIVERY]:has(.event[data-kind=release])", "Released");
    browser.awaitText("#order-words", "Nothing is held for it any more");
    browser.size(1400, 1300);
    browser.screenshot("rejected");
    browser.dark(true);
    browser.screenshot("rejected-dark");
  }

  @Test
  @DisplayName("Hostile input is shown as text")
  void hostileInputIsShownAsText() throws Exception {
    String script = "<script>document.title='taken over'</script>";
    browser.go("/");
    // The console rejects such an order.
    browser.awaitText("#connection-text", "live");
    browser.choose("#place select[name=store]", "mill-lane");
    browser.choose("#place-lines select", "bread");
    browser.evaluate(
        "document.querySelector('#place [name=customer]').removeAttribute('maxlength')");
    browser.type("#place [name=customer]", script);
    browser.click("#place button.primary");
    browser.awaitText("#place-result", "customerId is \"" + script);

    // Another client can write it to the topic.
    Clients.await(
        clients.send(
            new OrderRequest(
                script,
                new PlaceOrder(
                    script, script, script, List.of(new OrderLine(script, 1)), Map.of()))));
    Clients.await(
        clients.send(
            new OrderRequest(
                "hostile-1",
                new PlaceOrder(
                    script, script, script, List.of(new OrderLine(script, 1)), Map.of()))));
    browser.awaitText("#orders", script);
    browser.awaitText("#letters", script);
    browser.awaitText("#orders", "Dead letter");
    assertThat(browser.all("#main script")).isEmpty();
    browser.screenshot("hostile");
    browser.click("#letters a[href^='/dead-letters/']");
    browser.awaitText("#letter-content", script);
    assertThat(browser.all("#main script")).isEmpty();
    browser.back();
    browser.click("a[href='/orders/hostile-1']");
    browser.awaitText("#order-facts", script);
    browser.awaitText("#order-words", "Not a valid order");
    assertThat(browser.evaluate("return document.title")).isEqualTo("hostile-1 · Darkstore");
    assertThat(browser.all("#main script")).isEmpty();
  }

  @Test
  @DisplayName("A search for an unknown order explains its limits and offers to read the log")
  void aSearchForAnUnknownOrderExplainsItsLimits() {
    browser.type("#search-text", "never-was");
    browser.click("#search button");
    browser.awaitText("#orders-empty", "No order matches. The search covers the");
    browser.awaitText("#orders-empty", "orders in memory");
    browser.screenshot("nothing-found");
    browser.click("#orders-empty a");
    browser.awaitText("#order-note", "The topics contain no order never-was");
  }

  @Test
  @DisplayName("A search is in the page's address: it can be shared, and Back returns to it")
  void aSearchIsInTheAddress() {
    placeByForm("find-1");
    browser.awaitText("tr:has(a[href='/orders/find-1']) .phase", "Placed");
    browser.type("#search-text", "station-road find-");
    browser.click("#search button");
    awaitFound("find-1");
    assertThat(browser.address()).isEqualTo("/?text=station-road+find-");
    browser.choose(".filters [name=phase]", "PLACED");
    awaitFound("find-1");
    browser.choose(".filters [name=age]", "15");
    awaitFound("find-1");
    String search = "?text=station-road+find-&phase=PLACED&age=15";
    assertThat(browser.address()).isEqualTo("/" + search);
    browser.screenshot("found");
    browser.choose(".filters [name=phase]", "REJECTED");
    browser.awaitText("#orders-empty", "No order matches");
    browser.back();
    awaitFound("find-1");
    assertThat(browser.find(".filters [name=phase]").getAttribute("value")).isEqualTo("PLACED");

    browser.click("#orders a");
    browser.awaitText("#order-phase", "Placed");
    assertThat(browser.address()).isEqualTo("/orders/find-1" + search);
    browser.back();
    awaitFound("find-1");

    // Another person opens the link.
    browser.go("/orders/find-1" + search);
    browser.awaitText("#order-phase", "Placed");
    browser.click("#back");
    awaitFound("find-1");
    assertThat(browser.address()).isEqualTo("/" + search);
    browser.click("#clear-search");
    browser.awaitText("#orders-title", "Latest orders");
    assertThat(browser.address()).isEqualTo("/");
    browser.go("/?phase=GONE");
    browser.awaitText("#orders-empty", "phase is \"GONE\"; it must be one of");
  }

  private void awaitFound(String orderId) {
    browser.awaitText("#orders-title", "Orders found");
    browser.awaitText("#pages-words", "1 to 1 of 1");
    browser.awaitText("#orders tr th a", orderId);
  }

  @Test
  @DisplayName("The results of a search have pages, and orders that come in do not move them")
  void aSearchHasPages() throws Exception {
    for (int i = 0; i < 60; i++) {
      Clients.await(clients.send(orderForNobody("page-%02d".formatted(i))));
    }
    browser.go("/?text=page-");
    browser.awaitText("#pages-words", "1 to 50 of 60, newest first");
    browser.click("#older");
    browser.awaitText("#pages-words", "51 to 60 of 60");
    assertThat(browser.isFocused("#orders-title")).isTrue();
    List<String> rows = rows();
    Clients.await(clients.send(orderForNobody("page-60")));
    browser.awaitText("#pages-words", "52 to 61 of 61");
    assertThat(rows()).isEqualTo(rows);
    browser.back();
    browser.awaitText("#pages-words", "1 to 50 of 61");
    assertThat(rows()).contains("page-60").doesNotContainAnyElementsOf(rows);
  }

  private List<String> rows() {
    return browser.all("#orders tr th a").stream().map(WebElement::getText).toList();
  }

  private static OrderRequest orderForNobody(String orderId) {
    return new OrderRequest(
        orderId,
        new PlaceOrder("c-1", "nowhere", "north", List.of(new OrderLine("bread", 1)), Map.of()));
  }

  @Test
  @DisplayName("The keyboard suffices for the order form, the search and its results")
  void theKeyboardSuffices() {
    browser.awaitThat("stores", () -> !browser.all("#place option").isEmpty());
    browser.press(Keys.TAB, Keys.TAB, Keys.ENTER, Keys.TAB);
    assertThat(browser.isFocused("#place [name=store]")).isTrue();

    browser.go("/");
    browser.awaitText("#connection-text", "live");
    browser.tabTo("#search-text", 4);
    browser.press("no-such-order", Keys.ENTER);
    browser.awaitText("#orders-empty", "No order matches");
    assertThat(browser.isFocused("#search-text")).isTrue();
    browser.tabTo("#orders-empty a", 20);
    browser.press(Keys.ENTER);
    browser.awaitText("#order-note", "The topics contain no order no-such-order");
    // Without the form, there is no link to it.
    browser.go("/orders/no-such-order");
    browser.awaitText("#order-note", "no-such-order");
    browser.press(Keys.TAB, Keys.TAB);
    assertThat(browser.isFocused(".brand")).isTrue();
  }

  @Test
  @DisplayName("A dead letter is shown with its content and headers, and sent again once")
  void aDeadLetterIsSentAgain() throws Exception {
    List<OrderLine> one = List.of(new OrderLine("tea", 1));
    List<OrderLine> five = List.of(new OrderLine("tea", 5));
    Clients.await(clients.send(new StockUpdate("letter-street", null, new StockReceived(one))));
    Clients.await(clients.send(new StockUpdate("letter-street", null, new StockWrittenOff(five))));
    browser.awaitText("#letters", "WRITE_OFF_EXCEEDS_STOCK");
    Clients.await(clients.send(new StockUpdate("letter-street", null, new StockReceived(five))));
    String stock = "section.store[aria-label='Store letter-street']";
    browser.awaitText(stock, "6 available");

    browser.click("#letters li:first-child a[href^='/dead-letters/']");
    browser.awaitText("#letter-words", "WRITE_OFF_EXCEEDS_STOCK");
    browser.awaitText("#letter-state", "Not sent again");
    browser.awaitText("#letter-content", "\"type\": \"StockWrittenOff\"");
    browser.awaitText("#letter-headers", "error.reason");
    browser.awaitText("#resend-command", "./darkstore dead-letters resend ");
    browser.screenshot("letter");
    browser.click("#resend");
    browser.awaitText("#letter-state", "Sent again");
    browser.awaitText("#resend-words", "It was sent again as stock-updates-");
    assertThat(browser.find("#resend").isDisplayed()).isFalse();
    assertThat(browser.find("#resend-command").isDisplayed()).isFalse();

    browser.click("#letter nav a");
    browser.awaitText(stock, "1 available");
    browser.awaitText("#letters li:first-child", "sent again as stock-updates-");
    browser.go("/dead-letters/0-999999");
    browser.awaitText("#letter-note", "There is no dead letter 0-999999");
  }

  @Test
  @DisplayName("The timeline leaves the wait for the delivery's end out of its scale")
  void theTimelineLeavesTheWaitOutOfItsScale() {
    List<?> drawn =
        (List<?>)
            browser.evaluateAsync(
                """
                const done = arguments[arguments.length - 1];
                const host = document.createElement('div');
                host.style.width = '800px';
                document.body.append(host);
                const marks = [0, 10, 20, 30, 40, 240_040].map((at) =>
                  ({ at, lane: 'COORDINATOR', event: 'Event', detail: '' }));
                const order = { phase: 'PLACED', at: 0, lastAt: 240_040, marks,
                  branches: [] };
                import('/assets/timeline.js').then(({ draw }) => {
                  draw(host, order, 0);
                  const dots = [...host.querySelectorAll('.dot')].map((dot) => dot.cx.baseVal.value);
                  const gap = host.querySelector('.break-name').textContent;
                  order.marks.pop();
                  order.lastAt = 40;
                  draw(host, order, 0);
                  done([dots[4] - dots[0], dots[5] - dots[4], gap,
                    host.querySelectorAll('.break').length]);
                });
                """);
    assertThat(((Number) drawn.get(0)).doubleValue()).isGreaterThan(200);
    assertThat(((Number) drawn.get(1)).doubleValue()).isGreaterThan(40);
    assertThat(drawn.get(2)).isEqualTo("4 min");
    assertThat(drawn.get(3)).isEqualTo(0L);
  }

  @Test
  @DisplayName("axe-core finds nothing on any view, light and dark")
  void axeFindsNothing() throws Exception {
    placeByForm("axe-1");
    browser.awaitText("tr:has(a[href='/orders/axe-1']) .phase", "Placed");
    Clients.await(
        clients.send(
            new OrderRequest(
                "axe-2",
                new PlaceOrder("c", "s", "z", List.of(new OrderLine("bread", 0)), Map.of()))));
    browser.awaitText("#letters", "axe-2");
    String letter =
        browser
            .find("#letters li:has(a[href='/orders/axe-2']) a[href^='/dead-letters/']")
            .getAttribute("href");
    for (boolean isDark : new boolean[] {false, true}) {
      browser.dark(isDark);
      assertAccessible("/", "#orders", "axe-1", isDark);
      assertAccessible("/orders/axe-1", "#events", "DeliverOrder", isDark);
      assertAccessible("/?text=axe-", "#pages-words", "of 2", isDark);
      assertAccessible("/?text=no-such-order", "#orders-empty", "No order matches", isDark);
      assertAccessible(letter, "#letter-content", "axe-2", isDark);
    }
  }

  private void assertAccessible(String path, String selector, String text, boolean isDark) {
    browser.go(path);
    browser.awaitText(selector, text);
    assertThat(browser.accessibilityFindings()).as("%s, dark: %s", path, isDark).isEmpty();
  }

  @Test
  @DisplayName("All events of an order are visible on a narrow screen")
  void allEventsAreVisibleOnANarrowScreen() {
    placeByForm("narrow-1");
    browser.awaitText("tr:has(a[href='/orders/narrow-1']) .phase", "Placed");
    browser.size(400, 800);
    browser.go("/orders/narrow-1");
    browser.awaitText("#events", "DeliverOrder");
    assertThat(
            browser.evaluate(
                "return [...document.querySelectorAll('#events .event')]"
                    + ".every((event) => event.getBoundingClientRect().right <= innerWidth)"))
        .isEqualTo(true);
    browser.screenshot("narrow-order");
  }

  @Test
  @DisplayName("The page fits a narrow screen without horizontal scrolling")
  void thePageFitsANarrowScreen() {
    browser.size(360, 800);
    browser.awaitText("#phases", "Placed");
    assertFits();
    browser.screenshot("narrow");
    browser.choose(".filters [name=age]", "between");
    assertFits();
    browser.go("/?text=a&age=15");
    browser.awaitText("#orders-title", "Orders found");
    assertFits();
    browser.screenshot("narrow-search");
  }

  private void assertFits() {
    assertThat(browser.evaluate("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
  }

  @Test
  @DisplayName("Stock and agents are added by form, and an invalid quantity is refused")
  void stockAndAgentsAreAddedByForm() {
    browser.type("#restock [name=store]", "old-harbour");
    browser.type("#restock [name=sku]", "tea");
    browser.type("#restock [name=quantity]", "7");
    browser.click("#restock button");
    browser.awaitText("section.store[aria-label='Store old-harbour']", "7 available");
    browser.type("#agent [name=zone]", "harbour");
    browser.type("#agent [name=agent]", "dana");
    browser.click("#agent button[value=AgentOnline]");
    browser.awaitText("section.zone[aria-label='Zone harbour']", "free");
    browser.type("#restock [name=quantity]", "0");
    browser.click("#restock button");
    browser.awaitText("#restock-result", "lines[0].quantity is 0");
  }

  private void placeByForm(String orderId) {
    browser.choose("#place select[name=store]", "station-road");
    browser.choose("#place select[name=zone]", "north");
    browser.choose("#place-lines select", "apples-6");
    browser.type("#place [name=order]", orderId);
    browser.click("#place button.primary");
  }

  private void toggle(String participant, String wanted) {
    String row = "#participants li:nth-child(%d)".formatted(participant.equals("store") ? 1 : 2);
    browser.awaitText(row, participant);
    browser.click(row + " button");
    browser.awaitText(row + "[data-state=" + wanted + "] .participant-state", wanted);
  }
}
