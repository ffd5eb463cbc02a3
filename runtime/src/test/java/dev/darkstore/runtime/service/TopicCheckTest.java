package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {

  @Test
  void namesTheTopicsWhosePartitionsDiffer() {
    assertThatThrownBy(
            () ->
                TopicCheck.checkCopartitioning(
                    Installation.DEFAULT,
                    Map.of(
                        Topic.ORDERS, 6,
                        Topic.STORE_EVENTS, 6,
                        Topic.DELIVERY_EVENTS, 4,
                        Topic.ORDER_EVENTS, 1)))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessage(
            "these topics must have equally many partitions, but have: delivery-events 4,"
                + " orders 6, store-events 6");
  }

  @Test
  void doesNotCompareTopicsThatAreNotReadTogether() {
    assertThatCode(
            () ->
                TopicCheck.checkCopartitioning(
                    Installation.DEFAULT,
                    Map.of(
                        Topic.ORDERS, 6,
                        Topic.STORE_EVENTS, 6,
                        Topic.DELIVERY_EVENTS, 6,
                        Topic.STORE_COMMANDS, 3,
                        Topic.DELIVERY_COMMANDS, 2)))
        .doesNotThrowAnyException();
  }
}
