package io.tos.admin.db.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path: 15 MB there, 60 MB on disk. */
public final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path folder;

    private PostgresBinaries(final Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks the programs if they are not there. Everything is written beside and renamed, so a crash leaves no half
     * installation.
     *
     * @param folder to hold them; its parent must exist.
     */
    public static PostgresBinaries in(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            final Path fresh = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".postgres");
            unpack(fresh);
            try {
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (final FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException otherWasFaster) {
                Trees.delete(fresh);
            }
        }
        return new PostgresBinaries(folder.toAbsolutePath());
    }

    /** Full path of {@code initdb} or {@code postgres}. */
    String program(final String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private static void unpack(final Path target) throws IOException {
        final InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IOException("no PostgreSQL for " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + " is built in; set TOS_ADMIN_DB_URL to one of your own");
        }
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                final Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(final TarArchiveInputStream tar, final TarArchiveEntry entry, final Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if ((entry.getMode() & 0100) != 0) {
            final Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            mode.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(path, mode);
        }
    }
}
