package io.tos.admin.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tos.admin.config.DatabaseConfig;
import io.tos.admin.db.postgres.EmbeddedPostgres;
import io.tos.admin.db.postgres.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL behind everything: pool, migrations, transactions. A statement ends after 10 s; a thread that finds no
 * free connection gives up after 2 s, so that an outage is told at once.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECTION_WAIT_MS = 2_000;
    private static final int STATEMENT_SECONDS = 10;
    private static final int VALIDATION_MS = 1_000;

    private final @Nullable EmbeddedPostgres embedded;
    private final HikariDataSource pool;
    private final DSLContext dsl;

    private Database(final @Nullable EmbeddedPostgres embedded, final HikariDataSource pool) {
        this.embedded = embedded;
        this.pool = pool;
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        this.dsl = DSL.using(pool, SQLDialect.POSTGRES, new Settings().withQueryTimeout(STATEMENT_SECONDS));
    }

    /**
     * Starts or connects to the database and brings its tables up to date.
     *
     * @param folder holds the built-in one.
     * @throws IOException in one line when it cannot be had.
     */
    public static Database open(final DatabaseConfig config, final Path folder) throws IOException {
        return open(config, folder, folder.resolve("programs"));
    }

    /** The same with PostgreSQL's programs elsewhere: tests unpack them once. */
    public static Database open(final DatabaseConfig config, final Path folder, final Path programs)
            throws IOException {
        if (!config.builtIn()) {
            return connect(null, config.url(), config.user(), config.password(), config.connectionsMax());
        }
        Files.createDirectories(folder);
        final EmbeddedPostgres server = EmbeddedPostgres.start(PostgresBinaries.in(programs), folder);
        try {
            return connect(server, server.url(), server.user(), server.password(), config.connectionsMax());
        } catch (final IOException | RuntimeException refused) {
            server.close();
            throw refused;
        }
    }

    /** For one statement, or several that may be seen half done. */
    public DSLContext dsl() {
        return dsl;
    }

    /** All or nothing. */
    public <T> T inTransaction(final Function<DSLContext, T> work) {
        return dsl.transactionResult(configuration -> work.apply(configuration.dsl()));
    }

    /** Whether it answers now. */
    public boolean answers() {
        try {
            return dsl.selectOne().fetchOne() != null;
        } catch (final DataAccessException down) {
            return false;
        }
    }

    /** Connections in use. */
    public int connectionsInUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    /** Threads waiting for a connection. */
    public int threadsWaiting() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    @Override
    public void close() {
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    private static Database connect(
            final @Nullable EmbeddedPostgres server,
            final String url,
            final String user,
            final String password,
            final int connectionsMax)
            throws IOException {
        final HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECTION_WAIT_MS);
        config.setValidationTimeout(VALIDATION_MS);
        config.setPoolName("admin");
        config.addDataSourceProperty("ApplicationName", "tos-admin");
        config.addDataSourceProperty("socketTimeout", "30");
        final HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (final RuntimeException refused) {
            throw new IOException("the database does not let us in: " + refused.getMessage(), refused);
        }
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (final RuntimeException failed) {
            pool.close();
            throw new IOException("the database could not be brought up to date: " + failed.getMessage(), failed);
        }
        return new Database(server, pool);
    }
}
