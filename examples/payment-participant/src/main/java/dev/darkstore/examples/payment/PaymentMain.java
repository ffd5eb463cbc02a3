package dev.darkstore.examples.payment;

import dev.darkstore.http.Routes;
import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.service.ServiceDefinition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Runs the payment participant. */
public final class PaymentMain {
  private static final String LIMIT = "darkstore.payment.limit.cents";

  private static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "payment",
          installation -> Payments.BRANCH.topics(),
          (settings, topology) ->
              ParticipantTopology.build(Payments.within(settings.ownLong(LIMIT)), topology),
          8184,
          service -> Routes.NONE,
          new ConfigDef()
              .define(
                  LIMIT,
                  ConfigDef.Type.LONG,
                  100_000L,
                  Importance.HIGH,
                  "Credit of a customer, in cents."));

  private PaymentMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(ServiceProcess.run(SERVICE, arguments));
  }
}
