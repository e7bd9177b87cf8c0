package io.tos.admin.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** What this module may use, and who in it may use whom. */
final class ArchitectureTest {
    private static final String ROOT = "io.tos.admin";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void shouldUseOnlyItsPartsOfTheEngineWhenItIsBuilt() {
        ArchRuleDefinition.classes()
                .should(new com.tngtech.archunit.lang.ArchCondition<>("use five packages of the engine alone") {
                    @Override
                    public void check(final JavaClass type, final com.tngtech.archunit.lang.ConditionEvents events) {
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(used -> used.getTargetClass()
                                        .getPackageName()
                                        .matches("io\\.tos\\.(engine|natives)\\..*"))
                                .filter(used -> !used.getTargetClass()
                                        .getPackageName()
                                        .matches("io\\.tos\\.engine\\.(protocol|crypto|content|telemetry|control)"))
                                .forEach(used -> events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                                        used, used.getDescription())));
                    }
                })
                .check(HOUSE);
    }

    @Test
    void shouldHaveNoCycleWhenPackagesUseEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void shouldBeServedAndNotServeWhenThePackageIsBelow() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".db..", ROOT + ".secrets..", ROOT + ".config..", ROOT + ".access..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".http..", ROOT + ".account..", ROOT + ".server..", "io.helidon..")
                .check(HOUSE);
    }
}
