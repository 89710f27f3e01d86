package io.hsdo.reconcile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hsdo.haproxy.WriteReport;
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
  void edgesDoNotKnowTheLoop() {
    noClasses()
        .that()
        .resideInAnyPackage("io.hsdo.haproxy", "io.hsdo.cache", "io.hsdo.zone", "io.hsdo.status")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.hsdo.agent..")
        .because(
            "the loop decides when HAProxy, the file and the zone are read and written, the edges"
                + " only how")
        .check(HSDO);
  }

  @Test
  void agentIsMadeOfLayers() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("program")
        .definedBy("io.hsdo.agent")
        .layer("monitoring")
        .definedBy("io.hsdo.agent.monitoring")
        .layer("poll")
        .definedBy("io.hsdo.agent.poll")
        .layer("list")
        .definedBy("io.hsdo.agent.list")
        .layer("placement")
        .definedBy("io.hsdo.agent.placement")
        .layer("background")
        .definedBy("io.hsdo.agent.background")
        .whereLayer("program")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("monitoring")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("poll")
        .mayOnlyBeAccessedByLayers("program", "monitoring")
        .whereLayer("list")
        .mayOnlyBeAccessedByLayers("program", "monitoring", "poll")
        .whereLayer("placement")
        .mayOnlyBeAccessedByLayers("program", "poll")
        .whereLayer("background")
        .mayOnlyBeAccessedByLayers("program", "poll", "list", "placement")
        .because("a poll does not depend on who watches it, nor the list on what becomes of it")
        .check(HSDO);
  }

  @Test
  void fileOfTheListKnowsNoHaproxy() {
    noClasses()
        .that()
        .resideInAPackage("io.hsdo.cache")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.hsdo.haproxy", "io.hsdo.reconcile")
        .because("what a list from a file may do to HAProxy is decided where lists are carried out")
        .check(HSDO);
  }

  @Test
  void pageKnowsNoFileOfTheList() {
    noClasses()
        .that()
        .resideInAPackage("io.hsdo.status")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.hsdo.cache")
        .because("what is shown is what the loop knows, wherever it has it from")
        .check(HSDO);
  }

  @Test
  void checkKnowsNeitherTheLoopNorHowToWrite() {
    noClasses()
        .that()
        .resideInAPackage("io.hsdo.check")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.hsdo.agent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(RuntimeCommand.class, WriteReport.class)
        .because("what check finds must not depend on an agent that runs, nor change anything")
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
