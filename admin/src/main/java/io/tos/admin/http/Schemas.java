package io.tos.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the records that go in and out: the same ones are published, check every body, and give the dashboard
 * its types. A component may be left out only if it may be null. Thread-safe once built.
 */
public final class Schemas {
    private static final String DEFINITIONS = "components/schemas";

    private final Map<Class<?>, ObjectNode> references = new LinkedHashMap<>();
    private final ObjectNode definitions;
    private final Map<Class<?>, Schema> checks = new HashMap<>();

    /** @param types all records that are bodies or answers. */
    public Schemas(final Iterable<Class<?>> types) {
        final SchemaBuilder builder = new SchemaGenerator(configuration()).buildMultipleSchemaDefinitions();
        for (final Class<?> type : types) {
            references.computeIfAbsent(type, builder::createSchemaReference);
        }
        definitions = builder.collectDefinitions(DEFINITIONS);
        final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        references.forEach((type, reference) -> {
            final ObjectNode document = reference.deepCopy();
            document.putObject("components").set("schemas", definitions);
            checks.put(type, registry.getSchema(document));
        });
    }

    /** Everything that a tree says against its schema; empty when it may pass. */
    public List<Problem.Detail> check(final Class<?> type, final JsonNode tree) {
        final Schema schema = checks.get(type);
        if (schema == null) {
            throw new IllegalArgumentException("no schema of " + type);
        }
        return schema.validate(tree).stream().map(Schemas::detail).toList();
    }

    /** A reference to a type's schema, for the document. */
    ObjectNode reference(final Class<?> type) {
        final ObjectNode reference = references.get(type);
        if (reference == null) {
            throw new IllegalArgumentException("no schema of " + type);
        }
        return reference.deepCopy();
    }

    /** All definitions, by name. */
    ObjectNode definitions() {
        return definitions;
    }

    private static Problem.Detail detail(final Error error) {
        final String where = String.valueOf(error.getInstanceLocation());
        return new Problem.Detail(where.isEmpty() ? "/" : where, error.getMessage());
    }

    private static com.github.victools.jsonschema.generator.SchemaGeneratorConfig configuration() {
        final SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
                .with(Option.EXTRA_OPEN_API_FORMAT_VALUES)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS));
        builder.forFields().withRequiredCheck(field -> !mayBeNull(field)).withNullableCheck(Schemas::mayBeNull);
        builder.forTypesInGeneral()
                // Map<String, V> and free JSON are not records: no fixed properties.
                .withAdditionalPropertiesResolver((scope, context) -> {
                    if (!scope.getType().isInstanceOf(Map.class)) {
                        return null;
                    }
                    return context.createDefinition(scope.getTypeParameterFor(Map.class, 1));
                })
                .withCustomDefinitionProvider((type, context) -> type.isInstanceOf(JsonNode.class)
                        ? new CustomDefinition(
                                context.getGeneratorConfig().createObjectNode(),
                                CustomDefinition.DefinitionType.INLINE,
                                CustomDefinition.AttributeInclusion.NO)
                        : null);
        return builder.build();
    }

    private static boolean mayBeNull(final FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
