package dev.darkstore.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.harness.ChildProcess;
import dev.darkstore.harness.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Path log;
  private Path permission;
  private SupervisedProcess child;

  @BeforeEach
  void start() {
    log = folder.resolve("child.log");
    permission = folder.resolve("permission");
    child =
        new SupervisedProcess(
            "child",
            ChildProcess.java(
                List.of(),
                ChildMain.class,
                List.of(SlowToEnd.class.getName(), permission.toString())),
            MachineClock.right(folder.resolve("clock")),
            log,
            Duration.ZERO);
    child.up();
    awaitLine("running");
  }

  @AfterEach
  void end() {
    child.destroy();
  }

  @Test
  void anOrderlyStopWaitsUntilTheShutdownHooksAreDone() throws Exception {
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> child.stop());
    awaitLine("ending");
    Files.createFile(permission);

    stopped.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(log).content().contains("ended in order");
  }

  @Test
  void aKillWaitsForNothing() {
    child.kill();

    assertThat(log).content().doesNotContain("ending");
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLine(String line) {
    Waiting.require("line '" + line + "'", LIMIT, () -> log().contains(line));
  }

  /** Process whose shutdown hook waits until a file exists. */
  static final class SlowToEnd {
    private SlowToEnd() {}

    public static void main(String[] arguments) throws InterruptedException {
      Path permission = Path.of(arguments[0]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(permission)));
      System.out.println("running");
      new CountDownLatch(1).await();
    }

    private static void end(Path permission) {
      System.out.println("ending");
      Waiting.require("the permission", LIMIT, () -> Files.exists(permission));
      System.out.println("ended in order");
    }
  }
}
