package dev.darkstore.benchmarks.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * async-profiler in every process that is started: where the processor's time went, as a flame
 * graph by process, written when the process ends.
 *
 * @param folder where the graphs are put
 * @param library the profiler, for the JVM to load
 */
public record Profiler(Path folder, Path library) {
  private static final String RESOURCE = "/linux-x64/libasyncProfiler.so";

  /**
   * A profiler that is ready.
   *
   * @param folder where the graphs are to be put
   */
  public static Profiler in(Path folder) {
    try (InputStream packed = Profiler.class.getResourceAsStream(RESOURCE)) {
      if (packed == null) {
        throw new IllegalStateException("async-profiler has no " + RESOURCE);
      }
      Files.createDirectories(folder);
      Path library = folder.resolve("libasyncProfiler.so");
      Files.write(library, packed.readAllBytes());
      return new Profiler(folder, library);
    } catch (IOException e) {
      throw new UncheckedIOException("async-profiler cannot be unpacked", e);
    }
  }

  /**
   * Returns the JVM options that load the profiler into a process. The process's threads are told
   * apart; no permission is needed.
   */
  public List<String> jvmOptions(String processName) {
    return List.of(
        "-agentpath:%s=start,event=ctimer,interval=1ms,threads,file=%s"
            .formatted(library, folder.resolve(processName + ".html")));
  }
}
