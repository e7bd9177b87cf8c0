package io.tos.admin.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from file and environment. */
final class ConfigReaderTest {
    @TempDir
    private Path folder;

    @Test
    void shouldUseDefaultsWhenNothingIsSaid() {
        assertEquals(AdminConfig.DEFAULT, ConfigReader.read(folder, Map.of("PATH", "x")));
    }

    @Test
    void shouldLetTheEnvironmentWinWhenTheFileSaysOtherwise() throws IOException {
        Files.writeString(folder.resolve("admin.yaml"), "port: 9000\ncors_origins: [https://a.example]\n");
        final AdminConfig config = ConfigReader.read(folder, Map.of("TOS_ADMIN_PORT", "9001"));
        assertEquals(9001, config.port());
        assertEquals(List.of("https://a.example"), config.corsOrigins());
    }

    @Test
    void shouldNameAllProblemsAtOnceWhenSeveralAreThere() throws IOException {
        Files.writeString(folder.resolve("admin.yaml"), "prot: 1\nport: 70000\n");
        final ConfigException wrong = assertThrows(
                ConfigException.class,
                () -> ConfigReader.read(folder, Map.of("TOS_ADMIN_DB_URL", "mysql:x", "TOS_ADMIN_PUBLIC_URL", "ftp:")));
        final String text = String.valueOf(wrong.getMessage());
        assertEquals(4, text.lines().count(), text);
        assertTrue(text.contains("admin.yaml: port must be a whole number from 0 to 65535"), text);
        assertTrue(text.contains("TOS_ADMIN_DB_URL: db_url must be jdbc:postgresql:"), text);
        assertTrue(text.contains("prot is no setting"), text);
    }

    @Test
    void shouldNotPrintThePasswordWhenTheDatabaseIsPrinted() {
        final var database = new DatabaseConfig("jdbc:postgresql://h/db?password=hush", "me", "hush", 4);
        assertFalse(database.toString().contains("hush"));
    }
}
