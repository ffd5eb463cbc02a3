package dev.darkstore.chaos.cluster;

import dev.darkstore.chaos.clock.ClockAgent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Makes the child processes of a run and sees to it that none outlives it. */
public final class Children implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dlogback.configurationFile=chaos-child-logback.xml");

  private final Path logs;
  private final ClassPath classPath;
  private final Path clockAgent;
  private final List<ChildJvm> children = new ArrayList<>();
  private final Thread hook = new Thread(this::destroyAll, "end-children");

  /** Children whose logs lie in the folder. */
  public Children(Path logs) {
    this.logs = logs;
    this.classPath = ClassPath.ofThisProcess();
    this.clockAgent = logs.resolve("clock-agent.jar");
    ClockAgent.writeJar(clockAgent);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A child, not yet started. */
  synchronized ChildJvm child(
      String name, Collection<String> jvmOptions, Class<?> mainClass, Path properties) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(jvmOptions);
    MachineClock clock = MachineClock.right(properties.resolveSibling("clock"));
    options.add("-javaagent:%s=%s".formatted(clockAgent, clock.file()));
    ChildJvm child =
        new ChildJvm(
            name,
            classPath,
            options,
            mainClass.getName(),
            List.of(properties.toString()),
            clock,
            logs.resolve(name + ".log"));
    children.add(child);
    return child;
  }

  /** Makes all that run write into their logs where each of their threads is. */
  public synchronized void dumpThreads() {
    children.forEach(ChildJvm::dumpThreads);
  }

  /** Kills all that still run. */
  @Override
  public void close() {
    destroyAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private synchronized void destroyAll() {
    children.forEach(ChildJvm::destroy);
  }
}
