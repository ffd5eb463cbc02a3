package dev.darkstore.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Installation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The topics of a branch")
class BranchTopicsTest {
  @Test
  @DisplayName("begin with the prefix of the installation")
  void beginWithThePrefix() {
    BranchTopics topics = BranchTopics.of("store", new Installation("east."));

    assertThat(topics.read())
        .containsExactly("east.store-events", "east.store-votes", "east.stock-events");
    assertThat(topics.written())
        .containsExactly("east.store-commands", "east.store-releases", "east.stock-updates");
  }
}
