package io.tos.tools.packet;

import io.tos.engine.crypto.CryptoBackend;
import io.tos.engine.net.TransportConfig;
import io.tos.engine.protocol.KeyLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tos packet}: prints what is in a capture; exit code 2 when a file cannot be read as what it should be. */
@Command(
        name = "packet",
        description = "Reads a capture (classic pcap) of client and server: packets, and with keys what is in them.",
        mixinStandardHelpOptions = true)
public final class PacketCommand implements Callable<Integer> {
    private static final int EXIT_USAGE = 2;

    @Parameters(paramLabel = "FILE.pcap", description = "Capture, for example of tcpdump -w FILE.pcap udp port 3565.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private Path capture;

    @Option(
            names = {"--key", "--keys"},
            paramLabel = "KEYFILE",
            description = "Key log of the sessions: tos-key lines.")
    private @Nullable Path keyFile;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The server's port, by which directions are told (${DEFAULT-VALUE}).")
    private int serverPort = TransportConfig.DEFAULT.port();

    @Option(names = "--json", description = "Only JSON on standard output, one line per datagram and a summary.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private CommandSpec spec;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        try {
            final List<KeyLog.Entry> keys = keyFile == null ? List.of() : KeyLog.read(keyFile);
            try (PcapReader reader = PcapReader.open(capture)) {
                read(reader, keys, out);
            }
            return 0;
        } catch (final NoSuchFileException e) {
            return refuse("no such file: " + e.getFile());
        } catch (final IOException e) {
            return refuse(String.valueOf(e.getMessage()));
        } finally {
            out.flush();
        }
    }

    private void read(final PcapReader reader, final List<KeyLog.Entry> keys, final PrintWriter out)
            throws IOException {
        final PacketDecoder decoder =
                new PacketDecoder(keys, CryptoBackend.choose().backend().packetCrypto(), serverPort);
        final UdpFinder udp = new UdpFinder(reader.linkType());
        final Summary summary = new Summary();
        final Report report = json ? new JsonReport(out) : text(reader, out);
        // Whoever reads the output may have seen enough: head, less.
        for (CapturedFrame frame = reader.next(); frame != null && !out.checkError(); frame = reader.next()) {
            final Datagram datagram = udp.find(frame);
            if (datagram == null) {
                summary.skip(udp.reason());
            } else {
                final DecodedPacket packet = decoder.decode(datagram);
                summary.count(packet.outcome());
                report.packet(packet);
            }
        }
        summary.end(reader.complaint());
        report.end(summary);
    }

    private Report text(final PcapReader reader, final PrintWriter out) {
        final String title = capture + ": " + LinkLayer.name(reader.linkType());
        return new TextReport(out, spec.commandLine().getColorScheme().ansi(), title, reader.timeDigits());
    }

    private int refuse(final String why) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("tos: " + why);
        err.flush();
        return EXIT_USAGE;
    }
}
