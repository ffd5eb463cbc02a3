package dev.darkstore.chaos.cluster;

import dev.darkstore.chaos.clock.ClockAgent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Factory of the child processes of a run, all of which end with it. */
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

  /** Creates a factory of children with logs in the folder. */
  public Children(Path logs) {
    this.logs = logs;
    this.classPath = ClassPath.ofThisProcess();
    this.clockAgent = logs.resolve("clock-agent.jar");
    ClockAgent.writeJar(clockAgent);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Creates a child without starting it. */
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

  /** Makes all running children write a thread dump to their logs. */
  public synchronized void dumpThreads() {
    children.forEach(ChildJvm::dumpThreads);
  }

  /** Kills all running children. */
  @Override
  public void close() {
    destroyAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private synchronized void destroyAll() {
    children.forEach(ChildJvm::destroy);
  }
}
