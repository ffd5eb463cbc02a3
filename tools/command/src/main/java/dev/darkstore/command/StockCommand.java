package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.EventText;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.StockFold;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore stock}. */
@Command(name = "stock", description = "Books goods in and off, and shows the stock of the stores.")
final class StockCommand {
  @Spec private CommandSpec spec;

  /** Options for the goods and their store. */
  static final class Goods {
    @Option(names = "--store", paramLabel = "ID", required = true, description = "The store.")
    private String storeId;

    @Option(
        names = "--sku",
        paramLabel = "SKU=N",
        required = true,
        split = ",",
        description = "Sku and quantity; may be repeated.")
    private List<String> lines = List.of();

    @Option(
        names = "--update-id",
        paramLabel = "ID",
        description = "Id of the update: a repeat with this id counts once.")
    private String updateId;
  }

  /** {@code darkstore stock receive}. */
  @Command(name = "receive", description = "Books goods in. The first goods make a store known.")
  int receive(@Mixin ClusterOptions options, @Mixin SupplyOptions supply, @Mixin Goods goods)
      throws InterruptedException {
    List<OrderLine> lines = SkuQuantities.parse(spec, goods.lines);
    return send(options, supply, goods, new StockReceived(lines), "received", lines);
  }

  /** {@code darkstore stock write-off}. */
  @Command(
      name = "write-off",
      description = {
        "Books off lost goods: available ones first, then those held for orders.",
        "A write-off of more than a store has is refused as a whole, with exit status 1, and "
            + "becomes a dead letter."
      })
  int writeOff(@Mixin ClusterOptions options, @Mixin SupplyOptions supply, @Mixin Goods goods)
      throws InterruptedException {
    List<OrderLine> lines = SkuQuantities.parse(spec, goods.lines);
    return send(options, supply, goods, new StockWrittenOff(lines), "written off", lines);
  }

  /** {@code darkstore stock show}. */
  @Command(
      name = "show",
      description = "Shows the stock of the stores, as far as the topics go back. Read-only.")
  int show(
      @Mixin ClusterOptions options,
      @Option(names = "--store", paramLabel = "ID", split = ",", description = "Only these stores.")
          Set<String> stores,
      @Option(names = "--sku", paramLabel = "SKU", split = ",", description = "Only these skus.")
          Set<String> skus,
      @Option(names = "--json", description = "Print each sku as one JSON object a line.")
          boolean json)
      throws InterruptedException {
    StockFold fold = new StockFold(Integer.MAX_VALUE);
    boolean isCutOff;
    try (Cluster cluster = options.connect();
        LogReader reader = new LogReader(cluster, "darkstore-stock")) {
      reader.assign(StockFold.TOPICS.toArray(Topic[]::new));
      reader.readToEnd(record -> fold.accept(LogEntry.of(record)));
      isCutOff = reader.isCutOff();
    }
    List<StockFold.Sku> shown =
        fold.skus().stream()
            .filter(sku -> stores == null || stores.contains(sku.storeId()))
            .filter(sku -> skus == null || skus.contains(sku.sku()))
            .toList();
    Terminal terminal = Terminal.standard(spec.commandLine().getOut());
    if (json) {
      shown.forEach(sku -> terminal.line(json(sku)));
      return ExitStatus.OK;
    }
    if (shown.isEmpty()) {
      terminal.line("no such stock; 'darkstore stock receive' books goods in");
    } else {
      String row = "%-20s  %-24s  %9s  %8s  %8s";
      terminal.line(
          terminal.dim(row.formatted("store", "sku", "available", "reserved", "assigned")));
      for (StockFold.Sku sku : shown) {
        String line =
            row.formatted(
                Text.escape(sku.storeId()),
                Text.escape(sku.sku()),
                sku.available(),
                sku.reserved(),
                sku.assigned());
        terminal.line(sku.available() == 0 ? terminal.yellow(line) : line);
      }
    }
    if (isCutOff) {
      terminal.line(
          terminal.dim(
              "retention has deleted older records: a sku without later events is not shown"));
    }
    return ExitStatus.OK;
  }

  private static String json(StockFold.Sku sku) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("storeId", sku.storeId());
    fields.put("sku", sku.sku());
    fields.put("available", sku.available());
    fields.put("reserved", sku.reserved());
    fields.put("assigned", sku.assigned());
    return Text.escape(JsonLine.of(fields));
  }

  private int send(
      ClusterOptions options,
      SupplyOptions supply,
      Goods goods,
      Object body,
      String done,
      List<OrderLine> lines)
      throws InterruptedException {
    StockUpdate update = new StockUpdate(goods.storeId, goods.updateId, body);
    Limits.violation(update)
        .ifPresent(
            broken -> {
              throw new ParameterException(spec.commandLine(), broken);
            });
    String text = "%s  %s  %s".formatted(done, goods.storeId, EventText.lines(lines));
    return supply.send(
        options,
        Topic.STOCK_UPDATES,
        goods.storeId,
        List.of(new SupplyOptions.Update(text, clients -> clients.send(update))));
  }
}
