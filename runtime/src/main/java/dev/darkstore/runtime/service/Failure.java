package dev.darkstore.runtime.service;

import java.util.Set;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.WakeupException;

/** Classification of the failure of a stream thread. */
final class Failure {
  /**
   * Errors of the Kafka transaction or of its producer: it was aborted, nothing is lost, and new
   * clients continue from the last commit.
   */
  private static final Set<Class<? extends Exception>> OF_TRANSACTION =
      Set.of(
          InvalidTxnStateException.class,
          ProducerFencedException.class,
          InvalidProducerEpochException.class,
          InvalidPidMappingException.class,
          UnknownProducerIdException.class,
          OutOfOrderSequenceException.class,
          TransactionAbortedException.class,
          WakeupException.class);

  private Failure() {}

  /**
   * Returns true if the service can continue in this process with new clients and restored state;
   * false if the cause would persist: a broken invariant, a missing right, a record that no broker
   * accepts.
   */
  static boolean isPassing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (OF_TRANSACTION.contains(cause.getClass()) || cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }
}
