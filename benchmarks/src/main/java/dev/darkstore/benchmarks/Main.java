package dev.darkstore.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.time.Duration;

/** Measures. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Kind kind = Kind.valueOf(arguments[0]);
    try (Cluster cluster = Cluster.start(kind, Profile.LATENCY, Path.of("benchmarks/target/run"));
        Driver driver = new Driver(cluster)) {
      driver.supply().stock();
      System.out.println(json.writeValueAsString(driver.run(500, Duration.ofSeconds(20))));
      System.out.println(json.writeValueAsString(driver.run(100, Duration.ofSeconds(10))));
      System.out.println(json.writeValueAsString(driver.run(1000, Duration.ofSeconds(10))));
    }
  }
}
