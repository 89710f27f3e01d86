package io.hsdo.reconcile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses HSDO =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hsdo");

  @Test
  void reconcileIsPure() {
    classes()
        .that()
        .resideInAPackage("io.hsdo.reconcile")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.hsdo.reconcile", "io.hsdo.slot", "java.lang..", "java.util..", "org.jspecify..")
        .because(
            "what is to be done to HAProxy must follow from the list and from what was read, so"
                + " that a test can give both")
        .check(HSDO);
  }

  @Test
  void reconcileKnowsNoClockAndNoThread() {
    noClasses()
        .that()
        .resideInAPackage("io.hsdo.reconcile")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(System.class, Thread.class)
        .because("java.lang and java.util have impure corners too")
        .check(HSDO);
  }

  @Test
  void edgeToHaproxyDoesNotKnowTheLoop() {
    noClasses()
        .that()
        .resideInAPackage("io.hsdo.haproxy")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.hsdo.agent..")
        .because("the loop decides when HAProxy is read and written, the edge only how")
        .check(HSDO);
  }

  @Test
  void edgeToHaproxyDoesNotKnowTheTable() {
    noClasses()
        .that()
        .resideInAPackage("io.hsdo.haproxy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.hsdo.table..", "software.amazon..")
        .because("what comes out of the table reaches a socket only as a checked, typed command")
        .check(HSDO);
  }
}
