package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.JsonRecords;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.command.orders.Asked;
import dev.darkstore.command.orders.RequestOutcome.Kind;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.UnreadableRecordException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkstore place}. */
@Command(
    name = "place",
    description = {
      "Places the orders in a file, or one described by options.",
      "All are checked before the first is sent. With --wait, exit status 1 if "
          + "one was not placed; without, if one could not be sent."
    })
final class PlaceCommand implements Callable<Integer> {
  private static final int ID_BITS = 60;
  private static final int ID_RADIX = 36;

  @Mixin private ClusterOptions options;
  @Mixin private WaitOptions wait;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "File of orders as JSON: one object, an array, or one object per line; - for the standard input.")
  private Path file;

  @ArgGroup(exclusive = false, heading = "An order by options:%n")
  private Described described;

  @Spec private CommandSpec spec;

  /** Options that describe one order. */
  private static final class Described {
    @Option(
        names = "--order",
        paramLabel = "ID",
        description = "Id of the order; a repeated id means a repeated order (default: a new one).")
    private String orderId;

    @Option(
        names = "--customer",
        paramLabel = "ID",
        defaultValue = "walk-in",
        description = "Customer of the order (default: ${DEFAULT-VALUE}).")
    private String customerId;

    @Option(
        names = "--store",
        paramLabel = "ID",
        required = true,
        description = "The store that supplies the goods.")
    private String storeId;

    @Option(
        names = "--zone",
        paramLabel = "ID",
        required = true,
        description = "The zone to deliver to.")
    private String zoneId;

    @Option(
        names = "--sku",
        paramLabel = "SKU=N",
        required = true,
        split = ",",
        description = "Sku and quantity; may be repeated.")
    private List<String> lines = List.of();

    @Option(
        names = "--attribute",
        paramLabel = "NAME=VALUE",
        description = "Attribute of the order, for participants; may be repeated.")
    private Map<String, String> attributes = Map.of();
  }

  @Override
  public Integer call() throws InterruptedException {
    wait.check(spec.commandLine());
    if ((file == null) == (described == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "either a FILE, or - for the standard input, or --store, --zone and --sku are needed");
    }
    List<OrderRequest> orders = file == null ? List.of(described()) : fromFile();
    try (Cluster cluster = options.connect()) {
      return wait.run(new Asked(cluster, orders), orders.size(), spec.commandLine(), Kind.PLACED);
    }
  }

  private OrderRequest described() {
    OrderRequest order =
        new OrderRequest(
            described.orderId == null ? newId() : described.orderId,
            new PlaceOrder(
                described.customerId,
                described.storeId,
                described.zoneId,
                SkuQuantities.parse(spec, described.lines),
                described.attributes));
    Limits.violation(order)
        .ifPresent(
            broken -> {
              throw new ParameterException(spec.commandLine(), broken);
            });
    return order;
  }

  private static String newId() {
    return "o-" + new BigInteger(ID_BITS, new SecureRandom()).toString(ID_RADIX);
  }

  private List<OrderRequest> fromFile() {
    Map<String, Integer> lineOf = new HashMap<>();
    List<OrderRequest> orders = new ArrayList<>();
    for (JsonRecords.Line<OrderRequest> read :
        JsonRecords.read(file, System.in, PlaceCommand::read)) {
      Integer earlier = lineOf.putIfAbsent(read.record().getOrderId(), read.line());
      if (earlier != null) {
        throw new UnusableException(
            "line %d: order %s is in line %d already; nothing was sent"
                .formatted(read.line(), read.record().getOrderId(), earlier));
      }
      orders.add(read.record());
    }
    return orders;
  }

  private static OrderRequest read(byte[] object) throws UnreadableRecordException {
    OrderRequest order = EventCodec.ORDERS.read(object);
    Optional<String> broken = Limits.violation(order);
    if (broken.isPresent()) {
      throw new UnreadableRecordException(DeadLetterReason.INVALID, broken.get());
    }
    if (!(order.getBody() instanceof PlaceOrder)) {
      throw new UnreadableRecordException(
          DeadLetterReason.INVALID, "type is CancelOrder; use 'darkstore cancel' to cancel orders");
    }
    return order;
  }
}
