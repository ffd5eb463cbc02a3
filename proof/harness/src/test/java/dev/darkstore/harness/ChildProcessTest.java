package dev.darkstore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A child process")
class ChildProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> FOR_LONG = List.of("sleep", "600");

  /** Process that starts a long-running child with the output of this process, and ends. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) {
      ChildProcess.start(
          "child", new ProcessBuilder(FOR_LONG).redirectOutput(ProcessBuilder.Redirect.INHERIT));
      System.out.print(arguments[0]);
      System.exit(0);
    }
  }

  /** Reads the output to its end, which comes once both the parent and the child have ended. */
  @Test
  @DisplayName("runs a class of this class path, and ends with its parent")
  void endsWithItsParent() {
    ChildProcess parent =
        ChildProcess.start(
            "parent",
            new ProcessBuilder(
                ChildProcess.java(
                    List.of("-XX:+UseSerialGC"), Parent.class, List.of("the child is started"))));

    assertThat(CompletableFuture.supplyAsync(() -> text(parent)))
        .succeedsWithin(LIMIT)
        .isEqualTo("the child is started");
    parent.awaitEnd(LIMIT);
    assertThat(parent.exitStatus()).isZero();
  }

  @Test
  @DisplayName("that does not end within the limit is named, and can be killed")
  void isNamedIfItDoesNotEnd() {
    ChildProcess child = ChildProcess.start("sleeper", new ProcessBuilder(FOR_LONG));

    assertThatThrownBy(() -> child.awaitEnd(Duration.ZERO))
        .isInstanceOf(HarnessException.class)
        .hasMessage("sleeper did not end within 0 s");
    child.kill();

    assertThat(child.isAlive()).isFalse();
  }

  private static String text(ChildProcess process) {
    try {
      return new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
