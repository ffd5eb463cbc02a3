package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.schemas.Principal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Revocation and change of a service's password while the service runs. */
@DisplayName("Revoked and changed passwords")
class RevokedPasswordTest {
  /** Validity of a login: a revoked client is rejected after this, not at its next connection. */
  private static final int LOGIN_MILLIS = 3_000;

  @TempDir private Path folder;
  private final LogWatch log = new LogWatch();
  private SecuredCluster cluster;
  private SecuredServices services;
  private ExternalClients clients;

  @BeforeEach
  void start() throws Exception {
    cluster =
        SecuredCluster.withPasswords(
            folder, Map.of("connections.max.reauth.ms", Integer.toString(LOGIN_MILLIS)));
    cluster.setUp();
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
    clients = new ExternalClients(cluster);
    clients.stock(5);
    clients.agents(5);
    clients.order("o-before");
    clients.awaitPlaced("o-before");
  }

  @AfterEach
  void close() {
    services.close();
    cluster.close();
    log.close();
    log.assertContainsNoneOf(cluster.passwords());
  }

  static List<Principal> revoked() {
    return List.of(Principal.COORDINATOR, Principal.STORE);
  }

  @ParameterizedTest
  @DisplayName("A revoked password stops the service, and no order is lost")
  @MethodSource("revoked")
  void stopsTheServiceAndNoOrderIsLost(Principal principal) throws Exception {
    Service revoked = services.get(principal);

    cluster.revokePassword(principal);
    Awaitility.await("the service to stop")
        .atMost(ExternalClients.PATIENCE)
        .until(revoked::hasFailed);
    revoked.awaitStopped();
    assertThat(revoked.readiness().isReady()).isFalse();
    assertThat(log.with(revoked.name() + " stops: the cluster does not accept who we are"))
        .isNotEmpty();
    revoked.close();
    clients.order("o-meanwhile");

    // A supervisor starts it again and again; each start fails and names the reason.
    assertThatThrownBy(() -> services.begin(principal))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("does not accept who we are")
        .hasMessageContaining("SCRAM-SHA-512");

    cluster.setPassword(principal, UUID.randomUUID().toString());
    services.begin(principal).awaitRunning(ExternalClients.PATIENCE);
    clients.order("o-after");
    clients.awaitPlaced("o-after");
    clients.awaitPlaced("o-meanwhile");
  }

  /**
   * Checks the sequence without an interruption: new password, its file, restart, service by
   * service.
   */
  @Test
  @DisplayName("Passwords are changed while orders are placed")
  void aPasswordIsChangedWhileOrdersArePlaced() throws Exception {
    for (Principal principal :
        new Principal[] {Principal.STORE, Principal.DELIVERY, Principal.COORDINATOR}) {
      cluster.setPassword(principal, UUID.randomUUID().toString());
      clients.order("o-during-" + principal);
      services.restart(principal);
      clients.awaitPlaced("o-during-" + principal);
    }
  }
}
