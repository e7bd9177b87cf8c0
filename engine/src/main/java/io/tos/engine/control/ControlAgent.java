package io.tos.engine.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * The operator's door: a Unix socket, mode 0600, in the data directory. Not a hot path; allocates. A connection that
 * sends too much or too slowly costs nobody else anything.
 */
public final class ControlAgent implements Agent {
    /** Name of the socket in the data directory. */
    public static final String SOCKET_NAME = "control.sock";

    private static final int CONNECTIONS_MAX = 16;

    private final Path socket;
    private final ControlCommands commands;
    private final List<ControlConnection> connections = new ArrayList<>();
    private @Nullable ServerSocketChannel listener;

    /** @param dataDirectory held by this process alone, so a socket left there by a crash may be replaced. */
    public ControlAgent(final Path dataDirectory, final ControlCommands commands) {
        this.socket = dataDirectory.resolve(SOCKET_NAME);
        this.commands = commands;
    }

    /**
     * Opens the door. The socket is bound in a directory of its own that only the owner may enter and moved to its place
     * with its final mode, so that nobody else can connect at any moment. Called before the agent runs: who was told that
     * the server is up may ask it something at once.
     */
    public void open() {
        try {
            final Path hidden = Files.createTempDirectory(
                    socket.toAbsolutePath().getParent(),
                    ".control",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            final Path bound = hidden.resolve(SOCKET_NAME);
            final ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.bind(UnixDomainSocketAddress.of(bound));
            opened.configureBlocking(false);
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            Files.move(bound, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(hidden);
            listener = opened;
        } catch (final IOException refused) {
            throw new java.io.UncheckedIOException("control socket " + socket, refused);
        }
    }

    @Override
    public int doWork() {
        int work = 0;
        try {
            work += accept();
        } catch (final IOException refused) {
            return work;
        }
        for (int index = connections.size() - 1; index >= 0; index--) {
            final ControlConnection connection = connections.get(index);
            work += connection.poll(commands);
            if (connection.isClosed()) {
                connections.remove(index);
            }
        }
        return work;
    }

    @Override
    public void onClose() {
        connections.forEach(ControlConnection::close);
        try {
            if (listener != null) {
                listener.close();
            }
            Files.deleteIfExists(socket);
        } catch (final IOException left) {
            throw new java.io.UncheckedIOException("control socket " + socket, left);
        }
    }

    @Override
    public String roleName() {
        return "control";
    }

    private int accept() throws IOException {
        if (listener == null || connections.size() == CONNECTIONS_MAX) {
            return 0;
        }
        final SocketChannel accepted = listener.accept();
        if (accepted == null) {
            return 0;
        }
        accepted.configureBlocking(false);
        connections.add(new ControlConnection(accepted));
        return 1;
    }
}
