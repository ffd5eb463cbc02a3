package dev.darkstore.chaos.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Configuration of a service process: minimal, so that defaults are tested. */
final class ServiceProperties {
  private ServiceProperties() {}

  static Map<String, String> of(String name, Path state, String bootstrap, ChaosTiming timing) {
    Map<String, String> set = new TreeMap<>();
    set.put("bootstrap.servers", bootstrap);
    set.put("client.id", name);
    set.put("state.dir", state.toString());
    set.put("darkstore.http.port", "-1"); // Several of a kind share this machine.
    set.put("darkstore.hold.ms", millis(timing.hold()));
    set.put("darkstore.reserve.timeout.ms", millis(timing.reserveTimeout()));
    set.put("darkstore.commit.attempts", Integer.toString(ChaosTiming.COMMIT_ATTEMPTS));
    set.put("darkstore.commit.retry.ms", millis(timing.commitRetry()));
    set.put("darkstore.margin.ms", millis(timing.margin()));
    set.put("darkstore.release.pause.ms", millis(ChaosTiming.RELEASE_PAUSE));
    set.put("darkstore.release.pause.max.ms", millis(ChaosTiming.RELEASE_PAUSE_MAX));
    set.put("darkstore.order.max.age.ms", millis(ChaosTiming.ORDER_MAX_AGE));
    set.put("consumer.session.timeout.ms", millis(timing.session()));
    set.put("consumer.heartbeat.interval.ms", millis(timing.session().dividedBy(4)));
    set.put("producer.transaction.timeout.ms", millis(timing.transactionTimeout()));
    set.put("commit.interval.ms", millis(timing.commitInterval()));
    set.put("poll.ms", millis(timing.commitInterval().dividedBy(2)));
    return set;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
