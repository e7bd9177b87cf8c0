package io.tos.tools.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tos.engine.protocol.Direction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command prints of captures made here. */
final class PacketCommandTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "packet", "session.txt");

    private final ProtocolSession session = new ProtocolSession();
    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldPrintTheGoldenPageWhenTheKeysAreKnown() throws IOException {
        final PcapBytes capture = PcapBytes.plain();
        session.all(capture);
        capture.datagram(true, ProtocolSession.wire("data-header")) // Too short.
                .datagram(false, ProtocolSession.wire("reset"))
                .datagram(true, Arrays.copyOf(session.hello(), 1_100))
                .datagram(true, new byte[] {0x7F, 1, 2})
                .datagram(true, forged())
                .cut(true, session.hello(), 100)
                .frame(new byte[60], 60);
        assertEquals(0, run(capture.bytes(), "--key", keys().toString()));
        final String text = printed.toString().replace(folder.toString(), "FOLDER");
        if (System.getProperty("update") != null) {
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text, "run with -Dupdate, then look at the difference");
        text.lines().forEach(line -> assertTrue(line.length() <= 120, line));
        assertFalse(text.contains("\u001b"), "colours are for terminals");
    }

    private byte[] forged() {
        final byte[] packet = session.data(Direction.TO_SERVER, 9, 0, frames -> frames.ping(1, 2));
        packet[10] ^= 1;
        return packet;
    }

    @ParameterizedTest
    @CsvSource({
        "LITTLE_ENDIAN, false, 1", "BIG_ENDIAN, false, 1", "LITTLE_ENDIAN, true, 1", "BIG_ENDIAN, true, 113",
        "LITTLE_ENDIAN, false, 276", "LITTLE_ENDIAN, false, 101", "BIG_ENDIAN, false, 0", "LITTLE_ENDIAN, true, 228"
    })
    void shouldReadTheSameWhenTheFileHasAnotherForm(final String order, final boolean nanoseconds, final int linkType)
            throws IOException {
        final ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        final PcapBytes capture = new PcapBytes(byteOrder, nanoseconds, linkType);
        session.all(capture);
        capture.datagramV6(true, session.hello());
        assertEquals(0, run(capture.bytes(), "--key", keys().toString()));
        final String text = printed.toString();
        assertTrue(
                text.contains(nanoseconds ? " 0.016667000  S>C     48  CHALLENGE" : " 0.016667  S>C     48  CHALLENGE"),
                text);
        assertTrue(text.contains("192.0.2.10:40001 > 192.0.2.1:3565"), text);
        assertTrue(text.contains("[2001:db8::2]:40001 > [2001:db8::1]:3565"), text);
        assertTrue(text.endsWith("12 datagrams: 5 handshake, 7 opened\n"), text);
    }

    @Test
    void shouldShowHeadersOnlyWhenNoKeyIsGiven() throws IOException {
        final PcapBytes capture = PcapBytes.plain();
        session.all(capture);
        assertEquals(0, run(capture.bytes()));
        final String text = printed.toString();
        assertTrue(text.endsWith("11 datagrams: 4 handshake, 7 without key\n"), text);
        assertTrue(text.contains("C>S     48  data       00004005 #0 p0"), text);
        assertTrue(text.contains("01020304 #4 p1"), text);
        assertFalse(text.contains("ENTER_WORLD"), text);
    }

    @Test
    void shouldFollowTheKeysWhenPhasesChangeAndSomeAreMissing() throws IOException {
        final PcapBytes capture = PcapBytes.plain();
        for (final int phase : new int[] {0, 1, 0, 2, 7, 6, 7, 40}) {
            capture.datagram(true, session.data(Direction.TO_SERVER, 100 + phase, phase, frames -> frames.ping(1, 2)));
        }
        assertEquals(0, run(capture.bytes(), "--json", "--key", keys().toString()));
        final List<JsonNode> lines = json();
        final int[] phases = lines.stream()
                .limit(8)
                .mapToInt(line -> line.get("parts").get(0).get("keyPhase").asInt())
                .toArray();
        assertEquals("[0, 1, 0, 2, 7, 6, 7, 40]", Arrays.toString(phases));
    }

    @Test
    void shouldPrintJsonAloneWhenAsked() throws IOException {
        final PcapBytes capture = PcapBytes.plain();
        session.all(capture);
        assertEquals(0, run(capture.bytes(), "--json", "--key", keys().toString()));
        final List<JsonNode> lines = json();
        assertEquals(12, lines.size());
        final JsonNode world = lines.get(5);
        assertEquals("to_client", world.get("direction").asText());
        assertEquals("opened", world.get("outcome").asText());
        assertEquals(77, world.get("parts").get(3).get("netId").asInt());
        assertEquals("\"map_001\"", world.get("parts").get(3).get("map").asText());
        assertEquals(7, lines.get(11).get("summary").get("opened").asInt());
    }

    @Test
    void shouldSayHowToConvertWhenTheFileIsPcapng() throws IOException {
        assertEquals(2, run(new byte[] {0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0}));
        assertEquals(1, complained.toString().lines().count());
        assertTrue(complained.toString().contains("editcap -F pcap "), complained.toString());
        assertEquals("", printed.toString());
    }

    @Test
    void shouldNameTheLinkTypeWhenItCannotBeRead() throws IOException {
        assertEquals(2, run(new PcapBytes(ByteOrder.LITTLE_ENDIAN, false, 127).bytes()));
        assertTrue(complained.toString().contains("link type 127"), complained.toString());
    }

    @Test
    void shouldRefuseInOneLineWhenAFileIsNotThereOrNoKeyLog() throws IOException {
        assertEquals(2, command("--json", folder.resolve("none.pcap").toString()));
        assertTrue(complained.toString().contains("no such file"), complained.toString());
        final Path wrong = Files.writeString(folder.resolve("wrong.txt"), "CLIENT_RANDOM 1 2\n");
        assertEquals(2, run(PcapBytes.plain().bytes(), "--key", wrong.toString()));
        assertTrue(complained.toString().contains("wrong.txt, line 1"), complained.toString());
    }

    @Test
    void shouldSayWhereItEndsWhenTheFileIsCutAnywhere() throws IOException {
        final PcapBytes capture = PcapBytes.plain();
        capture.datagram(false, session.challenge()).datagram(true, forged());
        final byte[] bytes = capture.bytes();
        final int second = bytes.length - 16 - 64 - forged().length;
        for (int length = 0; length < bytes.length; length++) {
            printed.getBuffer().setLength(0);
            final int exit = run(Arrays.copyOf(bytes, length));
            assertEquals(length < 24 ? 2 : 0, exit, "cut to " + length);
            final boolean clean = length == 24 || length == second;
            assertEquals(
                    length >= 24 && !clean, printed.toString().contains("the file ends inside"), "cut to " + length);
        }
    }

    private Path keys() throws IOException {
        final Path file = folder.resolve("keys.txt");
        session.log(file);
        return file;
    }

    private int run(final byte[] capture, final String... options) throws IOException {
        final Path file = Files.write(folder.resolve("test.pcap"), capture);
        final String[] args = Arrays.copyOf(options, options.length + 1);
        args[options.length] = file.toString();
        return command(args);
    }

    private int command(final String... args) {
        return new CommandLine(new PacketCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(complained))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(args);
    }

    private List<JsonNode> json() {
        final ObjectMapper mapper = new ObjectMapper();
        return printed.toString()
                .lines()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (final IOException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }
}
