package dev.darkstore.console.view;

import dev.darkstore.schemas.Topic;

/** Lane of an order's timeline: the party that wrote the events in it. */
enum Lane {
  CUSTOMER,
  COORDINATOR,
  STORE,
  DELIVERY;

  static Lane of(Topic topic) {
    return switch (topic.writer()) {
      case CUSTOMERS -> CUSTOMER;
      case COORDINATOR, EVERY_SERVICE -> COORDINATOR;
      case STORE, BACK_OFFICE -> STORE;
      case DELIVERY, AGENTS -> DELIVERY;
      case AUDITORS, OPERATORS ->
          throw new IllegalStateException("no topic is written by " + topic.writer());
    };
  }
}
