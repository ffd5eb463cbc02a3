package dev.darkstore.benchmarks.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Profiler of every started process (async-profiler): CPU time as a flame graph per process,
 * written when the process ends.
 *
 * @param folder folder of the graphs
 * @param library library of the profiler, loaded by the JVM
 */
public record Profiler(Path folder, Path library) {
  private static final String RESOURCE = "/linux-x64/libasyncProfiler.so";

  /**
   * Returns a profiler whose library is unpacked.
   *
   * @param folder folder of the graphs
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
      throw new UncheckedIOException("cannot unpack async-profiler", e);
    }
  }

  /**
   * Returns the JVM options that load the profiler into a process. The graph separates the threads;
   * no special permission is needed.
   */
  public List<String> jvmOptions(String processName) {
    return List.of(
        "-agentpath:%s=start,event=ctimer,interval=1ms,threads,file=%s"
            .formatted(library, folder.resolve(processName + ".html")));
  }
}
