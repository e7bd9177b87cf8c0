package io.tos.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tos.admin.fixture.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in OpenAPI document, from which the dashboard's types come, is the one the routes give. */
final class OpenApiGoldenTest {
    private static final Path FILE = Path.of("..", "dashboard", "src", "api", "openapi.json");

    @Test
    void shouldBeWhatTheRoutesSayWhenItIsWrittenAgain() throws IOException {
        final String written;
        try (Service service = new Service()) {
            written = document(service);
        }
        if (System.getProperty("update") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, written);
        }
        assertEquals(Files.readString(FILE), written, "rewrite it with -Dupdate=1, then npm run types");
    }

    private static String document(final Service service) throws JsonProcessingException {
        return new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(service.server()
                                .table()
                                .document(service.server().schemas()))
                + "\n";
    }
}
