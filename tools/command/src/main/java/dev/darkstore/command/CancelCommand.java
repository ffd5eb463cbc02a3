package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.command.orders.Asked;
import dev.darkstore.command.orders.RequestOutcome.Kind;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkstore cancel}. */
@Command(
    name = "cancel",
    description = {
      "Cancels an order, unless it is too late.",
      "With --wait, exit status 1 if it could not be cancelled."
    })
final class CancelCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options;
  @Mixin private WaitOptions wait;

  @Parameters(paramLabel = "ORDER", description = "The order's id.")
  private String orderId;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    wait.check(spec.commandLine());
    OrderRequest request =
        new OrderRequest(Ids.require(spec, "an order", orderId), new CancelOrder());
    try (Cluster cluster = options.connect()) {
      return wait.run(new Asked(cluster, List.of(request)), 1, spec.commandLine(), Kind.REJECTED);
    }
  }
}
