package io.tos.engine.server;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.TelemetryFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the telemetry file of a data directory lies: in the directory for whoever looks, in memory for whoever writes. A
 * page of a file on disk is locked while the kernel writes it back, and a tick that counts would wait for the disk; so the
 * directory has a link to a file in {@code /dev/shm}, where there is one.
 */
final class TelemetryPlace {
    /** Name in the data directory. */
    static final String NAME = "telemetry.bin";

    private final Path link;
    private final Path target;

    /** @param data held by this process. */
    TelemetryPlace(final Path data) {
        final Path memory = Path.of("/dev/shm");
        final Path absolute = data.toAbsolutePath().normalize();
        this.link = absolute.resolve(NAME);
        this.target = Files.isWritable(memory)
                ? memory.resolve(
                        "tos-" + Integer.toHexString(absolute.toString().hashCode()) + "-" + NAME)
                : link;
    }

    /** Makes it anew; who still reads an old one keeps that. */
    Region create() {
        try {
            remove();
            Files.createFile(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            final Region region = Region.mapped("telemetry", target, TelemetryFile.BYTES);
            if (!target.equals(link)) {
                Files.createSymbolicLink(link, target);
            }
            return region;
        } catch (final IOException refused) {
            throw new UncheckedIOException("telemetry file " + target, refused);
        }
    }

    /** After an orderly stop there is nothing to look at. After a kill the last figures stay until the next start. */
    void remove() {
        try {
            Files.deleteIfExists(target);
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(link);
            }
        } catch (final IOException refused) {
            throw new UncheckedIOException("telemetry file " + target, refused);
        }
    }
}
