package dev.darkstore.console;

import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.http.HttpPortException;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.http.settings.SettingsSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Program of the console image: serves the page until the process is stopped. It has no static
 * state: anything that logs when it is loaded would do so before the log is configured.
 */
public final class ConsoleMain {
  private ConsoleMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // As in the services.
    // Before the first log line. Not the default name: a program that contains the console has
    // that.
    System.getProperties()
        .putIfAbsent("logback.configurationFile", "dev/darkstore/console/logback.xml");
    System.exit(run(arguments));
  }

  /** Returns the exit status 2 if it cannot start; otherwise runs until the process is stopped. */
  private static int run(String... files) {
    Logger log = LoggerFactory.getLogger(ConsoleMain.class);
    try {
      Console console =
          Console.start(
              ConsoleSettings.options(
                  SettingsSource.read(
                      Arrays.stream(files).map(Path::of).toList(), System.getenv())));
      Runtime.getRuntime().addShutdownHook(new Thread(console::close, "close-console"));
      log.info("the console is at {}", console.uri());
      new CountDownLatch(1).await();
      return ExitStatus.OK;
    } catch (SettingsException | UnusableException | HttpPortException e) {
      e.getMessage().lines().forEach(line -> log.error("the console does not start: {}", line));
      return ExitStatus.UNUSABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitStatus.FAILED;
    }
  }
}
