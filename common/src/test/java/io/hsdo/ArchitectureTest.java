package io.hsdo;

import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.hsdo.slot.Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

@AnalyzeClasses(
    packagesOf = ArchitectureTest.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String SLOT = "io.hsdo.slot..";

  @ArchTest
  static final ArchRule slotListIsPure =
      classes()
          .that()
          .resideInAPackage(SLOT)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      SLOT, "java.lang..", "java.util..", "java.time..", "org.jspecify.annotations")
                  .or(
                      belongToAnyOf(
                          InetAddress.class, Inet6Address.class, UnknownHostException.class)))
          .because(
              "both halves must decide the same from the same values, without AWS, I/O or a log");

  @ArchTest
  static final ArchRule networkClassesOnlyReadLiterals =
      noClasses()
          .that()
          .resideInAPackage(SLOT)
          .and(doNot(belongToAnyOf(Address.class)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net")
          .because("Address alone makes sure that the JDK parses a literal and never asks DNS");

  @ArchTest
  static final ArchRule timeIsAnArgument =
      noClasses()
          .that()
          .resideInAPackage(SLOT)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .because("a decision that looks at a clock can be neither tested nor explained");

  @ArchTest
  static final ArchRule slotListDoesNotKnowItsTable =
      noClasses()
          .that()
          .resideInAPackage(SLOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.hsdo.table..")
          .because("the table is one way to keep the list, and only the codec knows its format");

  @ArchTest
  static final ArchRule onlyTheExpositionKnowsPrometheus =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.hsdo.prometheus")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.hsdo.prometheus", "io.prometheus..")
          .because("a function in Lambda must not load what only a service tells");

  @ArchTest
  static final ArchRule servingKnowsNothingOfWhatIsServed =
      noClasses()
          .that()
          .resideInAPackage("io.hsdo.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SLOT, "io.hsdo.table..", "io.hsdo.systemd..", "software.amazon..")
          .because("what there is to ask for is the program's, only how it is answered is shared");

  @ArchTest
  static final ArchRule noGeneratorIsKept =
      noFields()
          .should()
          .haveRawType(assignableTo(Random.class))
          .because("every function restored from a snapshot would draw the same pass ids from it");
}
