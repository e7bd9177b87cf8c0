package io.tos.engine.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory that holds everything a server keeps; one process at a time, readable by its owner only. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(final Path path, final FileChannel channel, final FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is not there and takes it for this process.
     *
     * @throws StartException usage if it cannot be made or written, busy if another process holds it.
     */
    static DataDirectory claim(final Path path) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            final FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StartException(
                        ExitCode.DATA_BUSY,
                        "data directory " + path + " is in use by another server; stop it or use --data");
            }
            return new DataDirectory(path, channel, lock);
        } catch (final IOException refused) {
            throw new StartException(
                    ExitCode.USAGE,
                    "data directory " + path + " cannot be used: "
                            + refused.getClass().getSimpleName() + " " + refused.getMessage());
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (final IOException lost) {
            throw new IllegalStateException("lock of " + path, lost);
        }
    }

    private static @Nullable FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException ownProcess) {
            return null;
        }
    }
}
