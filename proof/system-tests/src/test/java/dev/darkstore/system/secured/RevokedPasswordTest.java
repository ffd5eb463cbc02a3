package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.schemas.Principal;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service loses its password while it works, and gets another. */
class RevokedPasswordTest {
  /**
   * How long a login is good for: who is revoked is gone after this, not at the next connection.
   */
  private static final int LOGIN_MILLIS = 3_000;

  @TempDir private Path folder;
  private final LogWatch log = new LogWatch();
  private SecuredCluster cluster;
  private SecuredServices services;
  private Outside outside;

  @BeforeEach
  void start() throws Exception {
    cluster =
        SecuredCluster.withPasswords(
            folder, Map.of("connections.max.reauth.ms", Integer.toString(LOGIN_MILLIS)));
    cluster.setUp();
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
    outside = new Outside(cluster);
    outside.stock(5);
    outside.agents(5);
    outside.order("o-before");
    outside.awaitPlaced("o-before");
  }

  @AfterEach
  void close() {
    services.close();
    cluster.close();
    log.close();
    log.assertTellsNoneOf(cluster.passwords());
  }

  @ParameterizedTest
  @EnumSource(names = {"COORDINATOR", "STORE"})
  void stopsTheServiceAndCostsNoOrder(Principal principal) throws Exception {
    Service revoked = services.get(principal);

    cluster.revokePassword(principal);
    Awaitility.await("the service to stop").atMost(Outside.PATIENCE).until(revoked::hasFailed);
    revoked.awaitStopped();
    assertThat(revoked.readiness().isReady()).isFalse();
    assertThat(log.with(revoked.name() + " stops: the cluster does not accept who we are"))
        .isNotEmpty();
    revoked.close();
    outside.order("o-meanwhile");

    // A supervisor starts it again, as long as it takes; it refuses, and says why.
    assertThatThrownBy(() -> services.begin(principal))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("does not accept who we are")
        .hasMessageContaining("SCRAM-SHA-512");

    cluster.setPassword(principal, UUID.randomUUID().toString());
    services.begin(principal).awaitRunning(Outside.PATIENCE);
    outside.order("o-after");
    outside.awaitPlaced("o-after");
    outside.awaitPlaced("o-meanwhile");
  }

  /** The order of things that costs nothing: the new password, its file, one service at a time. */
  @Test
  void aPasswordIsChangedWhileOrdersArePlaced() throws Exception {
    for (Principal principal :
        new Principal[] {Principal.STORE, Principal.DELIVERY, Principal.COORDINATOR}) {
      cluster.setPassword(principal, UUID.randomUUID().toString());
      outside.order("o-during-" + principal);
      services.restart(principal);
      outside.awaitPlaced("o-during-" + principal);
    }
  }
}
