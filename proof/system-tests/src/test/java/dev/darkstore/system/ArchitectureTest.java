package dev.darkstore.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.darkstore.client.log.EventText;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Directions of the dependencies between packages. */
@DisplayName("Dependencies between packages")
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.darkstore");

  @Test
  @DisplayName("The protocol depends on the JDK only")
  void theProtocolDependsOnTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("dev.darkstore.protocol..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.protocol..",
            "java.lang..",
            "java.util..",
            "java.nio..",
            "java.security..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("The protocol reads no clock")
  void theProtocolReadsNoClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.time..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  @DisplayName("Schemas and events depend on no service")
  void schemasAndEventsDependOnNoService() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.darkstore.schemas..", "dev.darkstore.events..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.protocol..",
            "dev.darkstore.runtime..",
            "dev.darkstore.coordinator..",
            "dev.darkstore.store..",
            "dev.darkstore.delivery..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("Services do not depend on each other")
  void servicesDoNotDependOnEachOther() {
    String[] services = {
      "dev.darkstore.coordinator..", "dev.darkstore.store..", "dev.darkstore.delivery.."
    };
    for (String one : services) {
      for (String other : services) {
        if (!one.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(one)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other)
              .check(CLASSES);
        }
      }
    }
  }

  @Test
  @DisplayName("The coordinator's decisions depend on no participant")
  void theCoordinatorsDecisionsDependOnNoParticipant() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.protocol.coordinator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.protocol.participant..",
            "dev.darkstore.protocol.store..",
            "dev.darkstore.protocol.delivery..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("The audit depends on no service")
  void theAuditDependsOnNoService() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.protocol..",
            "dev.darkstore.runtime..",
            "dev.darkstore.coordinator..",
            "dev.darkstore.store..",
            "dev.darkstore.delivery..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  @DisplayName("The audit uses the client only to read topics and to word events")
  void theAuditUsesTheClientOnlyToReadTopicsAndToWordEvents() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.audit..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.darkstore.client..")
                .and(resideOutsideOfPackage("dev.darkstore.client.cluster.."))
                .and(not(equivalentTo(EventText.class))))
        .check(CLASSES);
  }

  @Test
  @DisplayName("Console and client depend on no service")
  void consoleAndClientDependOnNoService() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.darkstore.console..", "dev.darkstore.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.protocol..",
            "dev.darkstore.coordinator..",
            "dev.darkstore.store..",
            "dev.darkstore.delivery..",
            "dev.darkstore.command..",
            "dev.darkstore.runtime..",
            "org.apache.kafka.streams..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("The HTTP port depends on no service and not on Kafka")
  void theHttpPortDependsOnNoService() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.darkstore.protocol..", "dev.darkstore.runtime..", "org.apache..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("The services depend on no tool and no test module")
  void theServicesDependOnNoToolAndNoTestModule() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.darkstore.protocol..",
            "dev.darkstore.schemas..",
            "dev.darkstore.runtime..",
            "dev.darkstore.coordinator..",
            "dev.darkstore.store..",
            "dev.darkstore.delivery..",
            "dev.darkstore.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.audit..",
            "dev.darkstore.benchmarks..",
            "dev.darkstore.chaos..",
            "dev.darkstore.command..",
            "dev.darkstore.conformance..",
            "dev.darkstore.connect..",
            "dev.darkstore.console..",
            "dev.darkstore.harness..",
            "dev.darkstore.local..",
            "dev.darkstore.registry..",
            "dev.darkstore.services..",
            "dev.darkstore.setup..",
            "dev.darkstore.simulator..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("The harness depends on schemas and events only")
  void theHarnessDependsOnSchemasAndEventsOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.harness..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.darkstore..")
                .and(
                    resideOutsideOfPackages(
                        "dev.darkstore.harness..",
                        "dev.darkstore.schemas..",
                        "dev.darkstore.events..")))
        .check(CLASSES);
  }

  @Test
  @DisplayName("The conformance kit depends on no service, and reaches Kafka by its wires only")
  void theConformanceKitDependsOnNoService() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.conformance..")
        .and()
        .resideOutsideOfPackage("dev.darkstore.conformance.participant")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.darkstore.protocol..",
            "dev.darkstore.runtime..",
            "dev.darkstore.coordinator..",
            "dev.darkstore.store..",
            "dev.darkstore.delivery..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.darkstore.conformance",
            "dev.darkstore.conformance.report",
            "dev.darkstore.conformance.resource",
            "dev.darkstore.conformance.scenario")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("Packages have no cycle")
  void packagesHaveNoCycle() {
    slices().matching("dev.darkstore.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  @DisplayName("The client depends on neither runtime nor console")
  void theClientDependsOnNeitherRuntimeNorConsole() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.darkstore.runtime..", "dev.darkstore.console..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("The console's view depends on neither Kafka nor a clock")
  void theViewOfTheConsoleDependsOnNeitherKafkaNorAClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.darkstore.console.view..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "dev.darkstore.client.cluster..", "io.javalin..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  @DisplayName("Only classes that format or start brokers use broker internals")
  void onlyClassesThatFormatOrStartBrokersUseTheirInternals() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "dev\\.darkstore\\.(local\\.(EmbeddedBroker.*|BrokerFormat)|chaos\\.cluster\\.BrokerMain)")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..")
        .check(CLASSES);
  }
}
