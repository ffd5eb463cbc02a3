package dev.darkstore.benchmarks.section;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Utils;

/**
 * PostgreSQL server from the binaries of a Maven artifact, in a separate folder. It ends with this
 * process: the shell that starts it waits for the end of its input.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String PROGRAMS = "postgres-linux-x86_64.txz";
  private static final long START_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long STOP_PATIENCE_SECONDS = 30;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path folder;
  private final int port;
  private final List<String> settings;
  private Process shell;

  private PostgresServer(Path folder, int port, List<String> settings) {
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /** Unpacks, initializes and starts a server for two-phase commit. */
  static PostgresServer start(Path folder, boolean fsync) {
    return start(
        folder,
        fsync,
        List.of("max_prepared_transactions=200", "max_connections=300", "shared_buffers=512MB"));
  }

  /**
   * Unpacks, initializes and starts a server.
   *
   * @param settings further settings, each {@code name=value}
   */
  public static PostgresServer start(Path folder, boolean fsync, List<String> settings) {
    try {
      Utils.delete(folder.toFile());
      Files.createDirectories(folder);
      unpack(folder);
      run(folder, List.of("bin/initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-N"));
      PostgresServer server = new PostgresServer(folder, freePort(), settings);
      server.start(fsync);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up PostgreSQL", e);
    }
  }

  /** Starts the server again on its existing data. */
  void start(boolean fsync) {
    List<String> command = new ArrayList<>(unprivileged());
    command.addAll(
        List.of(
            folder.resolve("bin/postgres").toString(),
            "-D",
            folder.resolve("data").toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=" + (fsync ? "on" : "off")));
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    // $0 is the program, and the rest are its arguments. To PostgreSQL, the signal is a crash.
    List<String> shellCommand =
        new ArrayList<>(
            List.of("sh", "-c", "\"$0\" \"$@\" & child=$!; read end; kill -QUIT $child; wait"));
    shellCommand.addAll(command);
    try {
      shell =
          new ProcessBuilder(shellCommand)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL", e);
    }
    awaitStarted();
  }

  /** Kills the server as in a crash: nothing is completed, and the next start recovers. */
  void crash() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("PostgreSQL did not end in time");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      shell.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Connects as the superuser {@code postgres}, who needs no password. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), properties);
  }

  String version() throws SQLException {
    try (Connection connection = connect("postgres")) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() {
    crash();
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private void awaitStarted() {
    long end = System.nanoTime() + START_PATIENCE_NANOS;
    while (true) {
      try (Connection connection = connect("postgres")) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > end || !shell.isAlive()) {
          throw new IllegalStateException("PostgreSQL did not start in time; see " + folder, e);
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream programs =
        PostgresServer.class.getClassLoader().getResourceAsStream(PROGRAMS)) {
      if (programs == null) {
        throw new IllegalStateException("the PostgreSQL binaries are not on the class path");
      }
      Files.copy(programs, folder.resolve(PROGRAMS));
    }
    run(folder, List.of("tar", "-xJf", PROGRAMS));
  }

  private static void run(Path folder, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    if (words.get(0).startsWith("bin/")) {
      command.addAll(unprivileged());
    }
    command.addAll(words);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("setup.log").toFile()))
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(words + " failed: " + Files.readString(folder.resolve("setup.log")));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Returns the prefix for a user namespace in which the server is not root, as it requires. */
  private static List<String> unprivileged() {
    return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
