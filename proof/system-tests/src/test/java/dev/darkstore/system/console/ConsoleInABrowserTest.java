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
import dev.darkstore.http.HttpSettings;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.LocalParticipants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
    browser.click("nav a");
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
                new PlaceOrder(script, script, script, List.of(new OrderLine(script, 1))))));
    Clients.await(
        clients.send(
            new OrderRequest(
                "hostile-1",
                new PlaceOrder(script, script, script, List.of(new OrderLine(script, 1))))));
    browser.awaitText("#orders", script);
    browser.awaitText("#letters", script);
    browser.awaitText("#orders", "Dead letter");
    assertThat(browser.all("#main script")).isEmpty();
    browser.screenshot("hostile");
    browser.click("a[href='/orders/hostile-1']");
    browser.awaitText("#order-facts", script);
    browser.awaitText("#order-words", "Not a valid order");
    assertThat(browser.evaluate("return document.title")).isEqualTo("hostile-1 · Darkstore");
    assertThat(browser.all("#main script")).isEmpty();
  }

  @Test
  @DisplayName("A search for an unknown order reports that the topics contain no such order")
  void aSearchForAnUnknownOrderReportsThatItDoesNotExist() {
    browser.type("#search-text", "never-was");
    browser.click("#search button");
    browser.awaitText("#order-note", "The topics contain no order never-was");
  }

  @Test
  @DisplayName("axe-core finds nothing on the board and on an order, light and dark")
  void axeFindsNothing() {
    placeByForm("axe-1");
    browser.awaitText("tr:has(a[href='/orders/axe-1']) .phase", "Placed");
    for (boolean isDark : new boolean[] {false, true}) {
      browser.dark(isDark);
      browser.go("/");
      browser.awaitText("#orders", "axe-1");
      assertThat(browser.accessibilityFindings()).as("board, dark: %s", isDark).isEmpty();
      browser.go("/orders/axe-1");
      browser.awaitText("#events", "DeliverOrder");
      assertThat(browser.accessibilityFindings()).as("order, dark: %s", isDark).isEmpty();
    }
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
    assertThat(browser.evaluate("return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    browser.screenshot("narrow");
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
