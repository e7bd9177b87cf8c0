package io.tos.admin.db.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server as a child of this process, its data kept in a folder: loopback only, a password, checksums, and
 * every commit on disk. It ends when this process ends, however that happens: a shell between them waits for the end of
 * a pipe that only this process holds. Started by root it runs in a user namespace, as PostgreSQL refuses root.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final String USER = "tos";
    private static final String DATABASE = "tos";
    private static final int PASSWORD_BYTES = 24;

    /** Stops the server (arguments) when standard input ends; ends with it. */
    private static final String GUARD = "exec 3<&0; \"$@\" </dev/null & server=$!; "
            + "{ read -r _ <&3; kill -INT $server; } 2>/dev/null & guard=$!; "
            + "wait $server; code=$?; kill $guard 2>/dev/null; exit $code";

    private final Process process;
    private final int port;
    private final String password;

    private EmbeddedPostgres(final Process process, final int port, final String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server on the data in {@code folder}, which is made at the first start.
     *
     * @param folder held by this process alone.
     * @throws IOException with one line that says what went wrong and where the server's own words are.
     */
    public static EmbeddedPostgres start(final PostgresBinaries binaries, final Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        final Path data = folder.resolve("data").toAbsolutePath();
        final Path passwordFile = folder.resolve("password").toAbsolutePath();
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(binaries, data, passwordFile);
        }
        awaitPredecessor(data);
        final int port = freePort();
        final Path log = folder.resolve("start.log");
        final ProcessBuilder builder = new ProcessBuilder(command(binaries, data, port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        final EmbeddedPostgres server = new EmbeddedPostgres(
                builder.start(), port, Files.readString(passwordFile).strip());
        try {
            server.awaitReady(log);
        } catch (final IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /** Where it answers. */
    public String url() {
        return url(DATABASE);
    }

    /** Who may do everything. */
    public String user() {
        return USER;
    }

    /** The password of {@link #user}. */
    public String password() {
        return password;
    }

    /** The process between us and the server; it lives as long as the server does. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends it: connections are cut, what was committed stays. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (final IOException alreadyGone) {
            process.destroyForcibly();
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(final String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static void initialise(final PostgresBinaries binaries, final Path data, final Path passwordFile)
            throws IOException {
        Trees.delete(data);
        final byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(random));
        final List<String> command = new ArrayList<>(withoutRoot());
        command.addAll(List.of(
                binaries.program("initdb"),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums"));
        final Process initdb =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (initdb.waitFor() != 0) {
                throw new IOException("initdb refused: " + said.strip());
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the database was made", stopped);
        }
    }

    private static List<String> command(final PostgresBinaries binaries, final Path data, final int port) {
        final List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "postgres-guard"));
        command.addAll(withoutRoot());
        command.addAll(List.of(binaries.program("postgres"), "-D", data.toString()));
        for (final String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=64",
                "shared_buffers=64MB",
                "logging_collector=on",
                "log_directory=log",
                // One file per weekday, each begun anew after a week.
                "log_filename=postgres-%a.log",
                "log_truncate_on_rotation=on",
                "log_rotation_age=1d")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    private static List<String> withoutRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
    }

    /** One that a killed process left is being stopped by its guard: wait for that. */
    private static void awaitPredecessor(final Path data) throws IOException {
        final Path pidFile = data.resolve("postmaster.pid");
        final long deadline = System.nanoTime() + STOP_MAX.toNanos();
        while (Files.exists(pidFile) && isPostgres(pidFile)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("another PostgreSQL still works on " + data + "; stop it");
            }
            pause();
        }
    }

    private static boolean isPostgres(final Path pidFile) throws IOException {
        final List<String> lines = Files.readAllLines(pidFile);
        return !lines.isEmpty()
                && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .flatMap(handle -> handle.info().command())
                        .filter(program -> program.endsWith("/postgres"))
                        .isPresent();
    }

    private void awaitReady(final Path log) throws IOException {
        final long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password)) {
                createDatabase(connection);
                return;
            } catch (final SQLException notYet) {
                if (!process.isAlive()) {
                    throw new IOException(
                            "PostgreSQL ended at once: " + Files.readString(log).strip(), notYet);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("PostgreSQL does not answer, see " + log, notYet);
                }
                pause();
            }
        }
    }

    private static void createDatabase(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement
                    .executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")
                    .next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY.toMillis());
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while waiting for PostgreSQL", stopped);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
