package io.hsdo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the refresh. */
@AnalyzeClasses(packages = "io.hsdo", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule PLAN_IS_PURE =
      classes()
          .that()
          .resideInAPackage("io.hsdo.plan")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.time",
              "java.util..",
              "org.jspecify..",
              "io.hsdo.plan",
              "io.hsdo.slot")
          .because(
              "the plan is a function of list, snapshot, trigger and now: whatever asks AWS, a file, a"
                  + " logger or a clock makes a 3 a.m. decision impossible to replay");

  @ArchTest
  static final ArchRule PLAN_HAS_NO_CLOCK =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.plan")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .because("time is an argument of the plan");

  @ArchTest
  static final ArchRule FLEET_KNOWS_NO_TABLE =
      noClasses()
          .that()
          .resideInAnyPackage("io.hsdo.fleet", "io.hsdo.consul")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.hsdo.table", "io.hsdo.refresh")
          .because(
              "a fleet source answers questions; who asks and what is stored is not its business");

  @ArchTest
  static final ArchRule FLEETS_KNOW_NOT_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.fleet")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.hsdo.consul")
          .because("one mode runs at a time, and which is for the refresh to say");

  @ArchTest
  static final ArchRule CONSUL_NEEDS_NO_AWS =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.consul")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..")
          .because("who has their members in Consul needs no client of Auto Scaling and EC2");

  @ArchTest
  static final ArchRule REFRESH_KNOWS_NO_COMMANDS =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.refresh")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.hsdo.commands",
              "io.hsdo.service",
              "picocli",
              "io.hsdo.http",
              "io.hsdo.prometheus",
              "io.prometheus..",
              "io.hsdo.systemd",
              "org.newsclub..")
          .because(
              "in Lambda nobody gives commands and nobody asks over HTTP, and what is loaded there"
                  + " costs time");

  @ArchTest
  static final ArchRule METRICS_KNOW_NO_EDGE =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.metrics")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.hsdo.table", "io.hsdo.fleet", "io.hsdo.refresh", "software.amazon..")
          .because("what a plan amounts to is told from the plan; where it is sent is the edge's");
}
