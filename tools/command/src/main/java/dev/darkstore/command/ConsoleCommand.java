package dev.darkstore.command;

import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.console.Console;
import dev.darkstore.console.ConsoleOptions;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.http.HttpPortException;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.local.Ports;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore console}. */
@Command(
    name = "console",
    description = {
      "Serves a live page of a cluster's orders, stock and agents, until " + "Ctrl-C.",
      "Its only source is the topics. Listens on 127.0.0.1 by default."
    })
final class ConsoleCommand implements Callable<Integer> {
  /** Default port of the console. */
  static final int PORT = ConsoleOptions.PORT;

  private static final int PORT_MAX = 65_535;

  @Mixin private ClusterOptions options;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The page's port; 0 for any free one (default: " + PORT + ", or the next).")
  private Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = HttpSettings.LOOPBACK,
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token that the page asks for; required on any address but a loopback one.")
  private Path tokenFile;

  @Option(
      names = "--window",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description = "Age of the oldest events read at the start (default: ${DEFAULT-VALUE}).")
  private int windowMinutes;

  @Option(names = "--read-only", description = "Disable the forms that place orders and supply.")
  private boolean isReadOnly;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    check();
    CountDownLatch stop = new CountDownLatch(1);
    Interruption interruption = Interruption.waking(stop::countDown);
    try (Console console = start()) {
      spec.commandLine().getOut().printf("the console is at %s%nCtrl-C ends%n", console.uri());
      spec.commandLine().getOut().flush();
      stop.await();
    } catch (HttpPortException e) {
      throw new UnusableException(e.getMessage(), e);
    } finally {
      interruption.close();
    }
    return ExitStatus.OK;
  }

  private Console start() throws InterruptedException {
    HttpSettings http =
        new HttpSettings(
            host, port == null ? Ports.freeFrom(PORT) : port, Optional.ofNullable(tokenFile));
    return Console.start(
        new ConsoleOptions(
            options.clientConfig(System.getenv()),
            options.installation(System.getenv()),
            http,
            Duration.ofMinutes(windowMinutes),
            isReadOnly,
            Optional.empty()));
  }

  private void check() {
    if (port != null && (port < 0 || port > PORT_MAX)) {
      throw new ParameterException(
          spec.commandLine(), "--port is %d; it must be 0 to %d".formatted(port, PORT_MAX));
    }
    if (port != null && port != 0 && isLoopback() && !Ports.isFree(port)) {
      throw new UnusableException("port %d is taken; name another with --port".formatted(port));
    }
    if (windowMinutes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--window is %d; it must be 1 or more".formatted(windowMinutes));
    }
    if (tokenFile == null && !isLoopback()) {
      throw new ParameterException(
          spec.commandLine(),
          "--host %s is reachable from other machines; it requires a --token-file".formatted(host));
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ParameterException(
          spec.commandLine(), "--host %s: there is no such address".formatted(host), e);
    }
  }
}
