package io.tos.admin.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder with everything this process keeps: {@code admin} in the data directory; one process at a time. */
final class AdminDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private AdminDirectory(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there and takes it.
     *
     * @return null when another process has it.
     */
    static @Nullable AdminDirectory claim(final Path data) throws IOException {
        final Path path = data.resolve("admin");
        final var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(path, ownerOnly);
        final FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            final FileLock lock = channel.tryLock();
            if (lock != null) {
                return new AdminDirectory(path, channel);
            }
        } catch (final OverlappingFileLockException ownProcess) {
            channel.close();
            return null;
        }
        channel.close();
        return null;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
