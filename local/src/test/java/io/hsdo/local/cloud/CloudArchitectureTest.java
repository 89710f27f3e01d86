package io.hsdo.local.cloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the local cloud. */
@AnalyzeClasses(packages = "io.hsdo.local.cloud", importOptions = DoNotIncludeTests.class)
class CloudArchitectureTest {
  @ArchTest
  static final ArchRule MODEL_HAS_NO_EDGE =
      classes()
          .that()
          .resideInAPackage("io.hsdo.local.cloud.model")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.io",
              "java.nio.charset",
              "java.time..",
              "java.util..",
              "com.fasterxml.jackson.core..",
              "org.jspecify..",
              "io.hsdo.local.cloud.model")
          .because("states depend on calls and a clock alone, so that a test can replay them");

  @ArchTest
  static final ArchRule MODEL_HAS_NO_THREAD =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.local.cloud.model")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .because("what is due happens when somebody looks, not when a thread wakes up");

  @ArchTest
  static final ArchRule SERVERS_AND_ENDPOINT_ARE_STRANGERS =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.local.cloud.machine")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.hsdo.local.cloud.endpoint")
          .because("an instance serves on when nobody answers for AWS");
}
