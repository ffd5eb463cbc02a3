package dev.darkstore.command;

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
      "Prints what makes a shell complete this command's words and options:",
      "source <(./darkstore completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that understand it. */
  enum Shell {
    /** As it is. */
    bash,
    /** With its emulation of bash's completion. */
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
    return Main.OK;
  }
}
