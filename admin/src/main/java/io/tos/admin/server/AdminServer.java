package io.tos.admin.server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tos.admin.account.AuthResource;
import io.tos.admin.account.FirstAdmin;
import io.tos.admin.account.LoginService;
import io.tos.admin.account.Sessions;
import io.tos.admin.account.StaffResource;
import io.tos.admin.audit.AuditResource;
import io.tos.admin.config.AdminConfig;
import io.tos.admin.db.Database;
import io.tos.admin.events.EventHub;
import io.tos.admin.events.EventsResource;
import io.tos.admin.http.AccessLog;
import io.tos.admin.http.FrontDoor;
import io.tos.admin.http.Gate;
import io.tos.admin.http.ProblemPages;
import io.tos.admin.http.RateLimits;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.Schemas;
import io.tos.admin.player.EntryResource;
import io.tos.admin.player.PlayersResource;
import io.tos.admin.secrets.Passwords;
import io.tos.admin.secrets.Vault;
import io.tos.admin.servers.LinkResource;
import io.tos.admin.servers.ServerLinks;
import io.tos.admin.servers.ServerRegistry;
import io.tos.admin.servers.ServersResource;
import io.tos.admin.servers.TelemetryResource;
import io.tos.admin.servers.TokenSealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the whole service top to bottom, starts it, and closes it in reverse. */
public final class AdminServer implements AutoCloseable {
    private static final int BODY_BYTES_MAX = 4 << 20;
    private static final int ATTEMPTS_AT_ONCE = 20;
    private static final Duration ATTEMPTS_BACK_IN = Duration.ofMinutes(10);

    private static final int REGISTRATIONS_AT_ONCE = 200;
    private static final Duration REGISTRATIONS_BACK_IN = Duration.ofMinutes(10);

    private final Chores chores;
    private final AccessLog log;
    private final WebServer web;
    private final RouteTable table;
    private final Schemas schemas;
    private final @Nullable String firstPassword;

    /**
     * Builds and starts everything; when this returns, it answers.
     *
     * @param folder of this process, held by it alone.
     * @param database open, closed by its owner.
     */
    public AdminServer(final AdminConfig config, final Path folder, final Database database, final Clock clock)
            throws IOException {
        final PrometheusRegistry metrics = new PrometheusRegistry();
        final Vault vault = Vault.in(folder);
        final Passwords passwords = new Passwords();
        final Sessions sessions = new Sessions(database, clock);
        final RateLimits attempts = new RateLimits(ATTEMPTS_AT_ONCE, ATTEMPTS_BACK_IN, clock);
        final LoginService logins = new LoginService(database, passwords, vault, sessions, attempts, clock);
        final AuthResource auth = new AuthResource(
                new AuthResource.Parts(database, sessions, passwords, vault, clock), logins, config.secureCookies());
        firstPassword = FirstAdmin.create(database, passwords).orElse(null);

        table = new RouteTable();
        auth.routes(table);
        new StaffResource(database, sessions, passwords).routes(table);
        new AuditResource(database).routes(table);
        final EventHub hub = new EventHub(clock);
        final ServerRegistry registry = new ServerRegistry(database, vault, clock);
        if (!config.enrolment().isEmpty()) {
            registry.acceptCode(database.dsl(), config.enrolment());
        }
        final ServerLinks links = new ServerLinks(hub, clock);
        final LinkResource link = new LinkResource(database, registry, links, hub, clock);
        final ServersResource servers = new ServersResource(database, registry, links);
        final TelemetryResource telemetry = new TelemetryResource(database, links, hub, clock);
        servers.routes(table);
        link.routes(table);
        telemetry.routes(table);
        new EntryResource(
                        database,
                        passwords,
                        new TokenSealer(database, registry, links, clock),
                        new RateLimits(REGISTRATIONS_AT_ONCE, REGISTRATIONS_BACK_IN, clock),
                        clock)
                .routes(table);
        new PlayersResource(database, sessions, links, servers, clock).routes(table);
        new EventsResource(hub, sessions::lasts).routes(table);
        schemas = table.schemas();

        log = new AccessLog(folder, clock, metrics);
        final RateLimits limits = new RateLimits(config.requestsPerMinute(), Duration.ofMinutes(1), clock);
        final Gate gate = new Gate(auth::principalOf, link::signer);
        final HttpRouting.Builder routing = HttpRouting.builder();
        routing.addFilter(new FrontDoor(config, limits, log));
        ProblemPages.register(routing);
        table.register(routing, gate, schemas);
        new Vitals(database, metrics).register(routing);
        new WebAssets().register(routing);
        web = listen(config, routing);
        chores = new Chores()
                .every(Duration.ofSeconds(1), links::findLost)
                .every(Duration.ofMinutes(1), telemetry::forgetOld)
                .every(Duration.ofHours(1), sessions::forgetOld);
    }

    private static WebServer listen(final AdminConfig config, final HttpRouting.Builder routing) {
        return WebServer.builder()
                .host(config.host())
                .port(config.port())
                .featuresDiscoverServices(false)
                .shutdownHook(false)
                .maxPayloadSize(BODY_BYTES_MAX)
                .routing(routing)
                .build()
                .start();
    }

    /** Where it listens. */
    public int port() {
        return web.port();
    }

    /** The first admin's password, if this start made that account. */
    public Optional<String> firstPassword() {
        return Optional.ofNullable(firstPassword);
    }

    /** The table of routes, for tests that walk it. */
    public RouteTable table() {
        return table;
    }

    /** The schemas of everything that goes in and out. */
    public Schemas schemas() {
        return schemas;
    }

    @Override
    public void close() {
        chores.close();
        web.stop();
        log.close();
    }
}
