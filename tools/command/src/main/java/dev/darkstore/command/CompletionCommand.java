package dev.darkstore.command;

import dev.darkstore.http.ExitStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkstore completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes this command's subcommands and options.",
      "To use it: source <(./darkstore completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Supported shells. */
  enum Shell {
    /** Native completion. */
    bash,
    /** Emulation of bash's completion. */
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (shell == Shell.zsh) {
      out.println("autoload -U +X compinit && compinit");
    }
    out.print(AutoComplete.bash("darkstore", spec.root().commandLine()));
    out.flush();
    return ExitStatus.OK;
  }
}
