package io.tos.admin.servers;

import static io.tos.admin.db.schema.Tables.GAME_SERVER;
import static io.tos.admin.db.schema.Tables.SERVER_COMMAND;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.Method;
import io.tos.admin.access.Access;
import io.tos.admin.db.Database;
import io.tos.admin.db.schema.enums.CommandState;
import io.tos.admin.events.EventHub;
import io.tos.admin.events.Topic;
import io.tos.admin.http.Call;
import io.tos.admin.http.Json;
import io.tos.admin.http.Nothing;
import io.tos.admin.http.Route;
import io.tos.admin.http.RouteTable;
import io.tos.admin.http.RouteTable.Types;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What game servers call: enrolling, saying hello, the stream of commands, answers. docs/reference/admin-link.md. */
public final class LinkResource {
    private static final String LINK = "/api/v1/link";
    private static final String LINES = "application/x-ndjson";
    private static final Duration BEAT = Duration.ofSeconds(2);

    private final Database database;
    private final ServerRegistry registry;
    private final ServerLinks links;
    private final LinkSignatures signatures;
    private final EventHub hub;
    private final Clock clock;

    /** @param registry who is let in. */
    public LinkResource(
            final Database database,
            final ServerRegistry registry,
            final ServerLinks links,
            final EventHub hub,
            final Clock clock) {
        this.database = database;
        this.registry = registry;
        this.links = links;
        this.signatures = new LinkSignatures(registry, clock);
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * A server that wants to be let in.
     *
     * @param codeId first 16 bytes of the enrolment code, base64url.
     * @param secret its secret, sealed with the code's key, base64url.
     * @param address where players reach it.
     */
    public record EnrolRequest(
            @Pattern(regexp = "^[A-Za-z0-9_-]{22}$") String codeId,
            @Pattern(regexp = "^[\\p{L}\\p{N} _.-]{1,40}$") String name,
            @Pattern(regexp = "^[A-Za-z0-9_-]{64}$") String secret,
            @Pattern(regexp = "^[A-Za-z0-9.:-]{1,253}$") String address,
            @Min(1) @Max(65535) int port,
            @Size(max = 64) String build) {}

    /** Its id from now on. */
    public record Enrolled(UUID serverId) {}

    /**
     * A server that has started.
     *
     * @param instanceId number of this run, decimal, signed.
     * @param protocolId family of protocols, decimal, signed.
     * @param commands which commands it answers.
     */
    public record Hello(
            @Pattern(regexp = "^-?[0-9]{1,19}$") String instanceId,
            @Pattern(regexp = "^-?[0-9]{1,19}$") String protocolId,
            @Size(max = 64) String build,
            @Pattern(regexp = "^[A-Za-z0-9.:-]{1,253}$") String address,
            @Min(1) @Max(65535) int port,
            @Size(max = 32) List<@Size(max = 32) String> commands) {}

    /** What became of a command. */
    public record CommandAnswer(
            @Min(1) long id,
            boolean ok,
            @Nullable @Size(max = 500) String message,
            @Nullable JsonNode result) {}

    /** A line down when there is nothing to tell. */
    private record Beat(String type, long timeMs) {}

    /** Which server signed a request. */
    public UUID signer(final Call call, final byte[] body) {
        final UUID id = signatures.check(call, body);
        links.onHeard(id);
        return id;
    }

    /** Adds the routes. */
    public void routes(final RouteTable table) {
        table.with(
                        Method.POST,
                        LINK + "/enrol",
                        "enrol: Lets a game server in with a code.",
                        Access.open(),
                        Types.of(EnrolRequest.class, Enrolled.class),
                        (call, wanted) -> new Enrolled(registry.enrol(new ServerRegistry.Applicant(
                                wanted.codeId(),
                                wanted.name(),
                                wanted.secret(),
                                wanted.address(),
                                wanted.port(),
                                wanted.build()))))
                .with(
                        Method.POST,
                        LINK + "/hello",
                        "serverHello: A game server has started.",
                        Access.gameServer(),
                        Types.in(Hello.class),
                        this::hello)
                .with(
                        Method.GET,
                        LINK + "/stream",
                        "serverStream: Commands for the server, one JSON object a line, for as long as it listens.",
                        Access.gameServer(),
                        Types.out(Route.Stream.class),
                        (call, none) -> stream(call))
                .with(
                        Method.POST,
                        LINK + "/answers",
                        "serverAnswer: What became of a command.",
                        Access.gameServer(),
                        Types.in(CommandAnswer.class),
                        this::answer)
                .with(
                        Method.POST,
                        LINK + "/bye",
                        "serverBye: The server stops now.",
                        Access.gameServer(),
                        Types.none(),
                        (call, none) -> {
                            links.onBye(call.server());
                            return Nothing.NOTHING;
                        });
    }

    private Nothing hello(final Call call, final Hello hello) {
        database.dsl()
                .update(GAME_SERVER)
                .set(GAME_SERVER.INSTANCE_ID, Long.parseLong(hello.instanceId()))
                .set(GAME_SERVER.PROTOCOL_ID, Long.parseLong(hello.protocolId()))
                .set(GAME_SERVER.BUILD, hello.build())
                .set(GAME_SERVER.ADDRESS, hello.address())
                .set(GAME_SERVER.PORT, hello.port())
                .set(GAME_SERVER.LAST_SEEN_AT, clock.instant())
                .where(GAME_SERVER.ID.eq(call.server()))
                .execute();
        links.onHello(call.server(), hello.commands());
        return Nothing.NOTHING;
    }

    private Route.Stream stream(final Call call) {
        final UUID id = call.server();
        final long number = links.beginStream(id);
        try (OutputStream out = call.stream(LINES)) {
            while (links.isCurrent(id, number)) {
                final ServerLinks.Command command = links.take(id, BEAT);
                write(out, command == null ? new Beat("beat", clock.millis()) : command);
                if (command != null) {
                    sent(command.id());
                }
            }
        } catch (final IOException | UncheckedIOException gone) {
            // The server will open another one.
            return new Route.Stream(LINES);
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return new Route.Stream(LINES);
    }

    private void sent(final long id) {
        database.dsl()
                .update(SERVER_COMMAND)
                .set(SERVER_COMMAND.STATE, CommandState.sent)
                .where(SERVER_COMMAND.ID.eq(id))
                .and(SERVER_COMMAND.STATE.eq(CommandState.waiting))
                .execute();
    }

    private Nothing answer(final Call call, final CommandAnswer answer) {
        final int settled = database.dsl()
                .update(SERVER_COMMAND)
                .set(SERVER_COMMAND.STATE, answer.ok() ? CommandState.done : CommandState.refused)
                .set(SERVER_COMMAND.SETTLED_AT, clock.instant())
                .set(SERVER_COMMAND.ANSWER, Json.column(answer))
                .where(SERVER_COMMAND.ID.eq(answer.id()))
                .and(SERVER_COMMAND.SERVER_ID.eq(call.server()))
                .and(SERVER_COMMAND.SETTLED_AT.isNull())
                .execute();
        if (settled > 0) {
            hub.publish(Topic.SERVERS, "command.settled.1", answer);
        }
        return Nothing.NOTHING;
    }

    private static void write(final OutputStream out, final Object line) throws IOException {
        out.write((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
