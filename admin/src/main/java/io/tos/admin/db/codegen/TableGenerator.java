package io.tos.admin.db.codegen;

import io.tos.admin.db.postgres.EmbeddedPostgres;
import io.tos.admin.db.postgres.PostgresBinaries;
import io.tos.admin.db.postgres.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/** Applies the migrations to a PostgreSQL of its own and writes a class per table. Does nothing when they are the same. */
public final class TableGenerator {
    /** Counts up when what is generated from the same migrations changes. */
    private static final String SHAPE = "1";

    private TableGenerator() {}

    /** Arguments: folder of the migrations, folder for the classes. */
    public static void main(final String[] args) throws Exception {
        final Path migrations = Path.of(args[0]);
        final Path target = Path.of(args[1]);
        final Path stamp = target.resolve("migrations.sha256");
        final String wanted = hash(migrations);
        if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
            return;
        }
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        Trees.delete(target);
        Files.createDirectories(target);
        final Path programs = target.resolveSibling("postgresql").toAbsolutePath();
        final Path scratch = Files.createTempDirectory(programs.getParent(), "tables");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(PostgresBinaries.in(programs), scratch)) {
            Flyway.configure()
                    .dataSource(server.url(), server.user(), server.password())
                    .locations("filesystem:" + migrations)
                    .load()
                    .migrate();
            GenerationTool.generate(configuration(server, target));
        }
        Trees.delete(scratch);
        Files.writeString(stamp, wanted);
    }

    private static Configuration configuration(final EmbeddedPostgres server, final Path target) {
        return new Configuration()
                .withJdbc(
                        new Jdbc().withUrl(server.url()).withUser(server.user()).withPassword(server.password()))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                .withExcludes("flyway_.*|refuse_change")
                                .withForcedTypes(
                                        new ForcedType().withName("INSTANT").withIncludeTypes("timestamptz")))
                        .withGenerate(new Generate().withComments(false))
                        .withTarget(new Target()
                                .withPackageName("io.tos.admin.db.schema")
                                .withDirectory(target.toString())));
    }

    private static String hash(final Path migrations) throws IOException, NoSuchAlgorithmException {
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(SHAPE.getBytes(StandardCharsets.UTF_8));
        final List<Path> files;
        try (Stream<Path> listed = Files.list(migrations)) {
            files = listed.sorted().toList();
        }
        for (final Path file : files) {
            digest.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
