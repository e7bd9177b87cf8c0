package io.tos.admin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.jooq.JSONB;

/** JSON as this service reads and writes it: times in ISO form, unknown properties refused, depth limited. */
public final class Json {
    private static final int DEPTH_MAX = 32;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build());
    }

    private Json() {}

    /** A value's bytes. */
    public static byte[] bytes(final Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (final JsonProcessingException impossible) {
            throw new IllegalStateException("our own value", impossible);
        }
    }

    /** A value's text. */
    public static String text(final Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (final JsonProcessingException impossible) {
            throw new IllegalStateException("our own value", impossible);
        }
    }

    /** A value for a column. */
    public static JSONB column(final Object value) {
        return JSONB.valueOf(text(value));
    }

    /** What a column holds. */
    public static <T> T fromColumn(final JSONB column, final Class<T> type) {
        try {
            return MAPPER.readValue(column.data(), type);
        } catch (final JsonProcessingException impossible) {
            throw new IllegalStateException("written by us", impossible);
        }
    }

    /** A tree from elsewhere. */
    public static JsonNode tree(final byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /** A record from a tree that its schema allows. */
    public static <T> T value(final JsonNode tree, final Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(tree, type);
    }

    /** A value as a tree. */
    public static JsonNode toTree(final Object value) {
        return MAPPER.valueToTree(value);
    }
}
