package dev.darkstore.benchmarks;

import dev.darkstore.benchmarks.cluster.JavaProcess;
import dev.darkstore.benchmarks.cluster.Profiler;
import dev.darkstore.benchmarks.report.Json;
import dev.darkstore.benchmarks.report.Report;
import dev.darkstore.benchmarks.report.Results;
import dev.darkstore.benchmarks.section.Quick;
import dev.darkstore.benchmarks.section.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command that measures the requested sections and writes the report of all results. */
@Command(
    name = "proof/benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures the services beside the least that the same hops cost, and a peer.")
final class Main implements Callable<Integer> {
  @Option(names = "--quick", description = "One short pair of turns, under four minutes.")
  private boolean quick;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(
      names = "--profile",
      description =
          "Flame graphs of every process in proof/benchmarks/target/profiles (Linux, x86-64).")
  private boolean profile;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SECTION",
      description = "Only these: ${COMPLETION-CANDIDATES}. The report keeps the others' results.")
  private List<Section> only = new ArrayList<>(Arrays.asList(Section.values()));

  @Option(names = "--pairs", defaultValue = "5", description = "Pairs of turns: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--heap-minutes",
      defaultValue = "30",
      description = "Minutes of load on small heaps: ${DEFAULT-VALUE}.")
  private int heapMinutes;

  @Option(
      names = "--root",
      defaultValue = "${sys:darkstore.root:-.}",
      hidden = true,
      description = "The project's folder.")
  private Path root;

  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // As the services do.
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Path target = root.resolve("proof/benchmarks/target");
    Path folder = target.resolve("run");
    if (profile) {
      JavaProcess.profile(Profiler.in(target.resolve("profiles").toAbsolutePath()));
    }
    if (quick) {
      Quick result = Quick.measure(folder);
      System.out.println(json ? Json.of(result) : result.toText());
      return result.complete() ? 0 : 1;
    }
    Path results = Files.createDirectories(target.resolve("results"));
    for (Section section : only) {
      Object result = section.measure(folder, pairs, heapMinutes);
      Files.writeString(Results.file(results, section), Json.of(result));
      Files.writeString(
          root.resolve("proof/benchmarks/RESULTS.md"), Report.of(Results.in(results)));
      if (json) {
        System.out.println(Json.of(result));
      }
    }
    return 0;
  }
}
