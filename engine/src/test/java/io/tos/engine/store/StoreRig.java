package io.tos.engine.store;

import io.tos.engine.memory.Region;
import io.tos.engine.telemetry.Counter;
import io.tos.engine.telemetry.Counters;
import io.tos.engine.telemetry.Histogram;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A store with its agent, stepped by hand, and the tick's side of it; time moves when told. */
final class StoreRig implements AutoCloseable, StoreAnswers {
    static final long ALICE = Long.MIN_VALUE | 17;
    static final long MS = 1_000_000L;

    final List<String> notices = new ArrayList<>();
    final List<LoadFailure> failures = new ArrayList<>();
    final List<Long> loadedIds = new ArrayList<>();
    final PositionRow position = new PositionRow();
    final VitalsRow vitals = new VitalsRow();
    final FaultyStore store;
    final StoreDesk desk;
    final StoreAgent agent;
    long epoch;
    int documents;
    byte[] firstDocument = {};
    long nowNs = 1;
    long wallMs = 1_000_000;

    private final Path data;
    private final Region memory = Region.shared("rig", 2L * Counters.BLOCK_BYTES + 5L * Histogram.BLOCK_BYTES, 64);
    private final Counters storeCounters = new Counters(memory.memory(), 0);
    private final Counters tickCounters = new Counters(memory.memory(), Counters.BLOCK_BYTES);
    private final StoreRoads roads = new StoreRoads();
    private final DocumentRow document = new DocumentRow();

    StoreRig(final Path data) {
        this(data, StoreConfig.DEFAULT);
    }

    StoreRig(final Path data, final StoreConfig config) {
        this.data = data;
        final SqliteStore sqlite = SqliteStore.open(data, wallMs, config.databaseBytesMax());
        store = new FaultyStore(sqlite);
        desk = new StoreDesk(roads, sqlite.lastSequence(), tickCounters);
        agent = new StoreAgent(
                store,
                new StoreAgent.Parts(roads, config, storeCounters, timings(), () -> nowNs, () -> wallMs, notices::add));
    }

    /** Hands over what was said, lets the agent work once its interval is over, and takes the answers. */
    StoreRig step() {
        desk.onTick(nowNs);
        desk.publish();
        return stepStore();
    }

    /** The store's side alone. */
    StoreRig stepStore() {
        nowNs += 10_000 * MS;
        wallMs += 10_000;
        agent.doWork();
        desk.poll(this);
        return this;
    }

    /** Asks for a character of the account with the same id and works until there is an answer. */
    StoreRig load(final long characterId) {
        ask(characterId, characterId);
        return step();
    }

    void ask(final long accountId, final long characterId) {
        final LoadRequest request = new LoadRequest();
        request.asker = 7;
        request.accountId = accountId;
        request.characterId = characterId;
        request.paddedName(bytes("alice\0"), 0);
        if (!desk.load(request)) {
            throw new IllegalStateException("no room");
        }
    }

    /** Says that the loaded character stands somewhere else now. */
    boolean moveTo(final int x) {
        position.key.version++;
        position.map = 3;
        position.x = x;
        position.yaw = 40_000;
        return desk.save(position);
    }

    boolean write(final int kind, final long version, final String text) {
        document.key.ownerId = position.key.ownerId;
        document.key.epoch = epoch;
        document.key.version = version;
        document.kind = kind;
        document.point(bytes(text), 0, text.length());
        return desk.saveDocument(document);
    }

    /** Journals an event with these bytes. */
    long append(final String text) {
        final JournalEvent event = new JournalEvent();
        event.characterId = position.key.ownerId;
        event.kind = JournalEvent.ENTERED;
        event.memory = bytes(text);
        event.length = text.length();
        return desk.append(event);
    }

    long count(final Counter counter) {
        return storeCounters.value(counter) + tickCounters.value(counter);
    }

    /** What a query on the file gives to somebody else. */
    long number(final String sql) {
        try (Connection reader = DatabaseFile.openToRead(data.resolve(DatabaseFile.NAME))) {
            return DatabaseFile.number(reader, sql);
        } catch (final SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    @Override
    public void onLoaded(final LoadedCharacter character) {
        loadedIds.add(character.characterId());
        epoch = character.epoch();
        copy(character.position.key, position.key);
        position.x = character.position.x;
        position.yaw = character.position.yaw;
        copy(character.vitals.key, vitals.key);
        vitals.health = character.vitals.health;
        documents = character.documentCount();
        if (documents > 0) {
            character.document(documents - 1, document);
            firstDocument =
                    document.memory.asSlice(document.from, document.length).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public void onLoadFailed(final long asker, final LoadFailure failure) {
        failures.add(failure);
    }

    /** The stop: everything handed over is written, then the file is closed. */
    @Override
    public void close() {
        agent.onClose();
        abandon();
    }

    /** As if the process were killed: nothing more is written. */
    void abandon() {
        roads.close();
        memory.close();
    }

    private StoreTimings timings() {
        final Histogram[] all = new Histogram[5];
        for (int index = 0; index < all.length; index++) {
            final long at = 2L * Counters.BLOCK_BYTES + (long) index * Histogram.BLOCK_BYTES;
            all[index] = new Histogram(memory.memory(), at);
        }
        return new StoreTimings(all[0], all[1], all[2], all[3], all[4]);
    }

    private static void copy(final RowKey from, final RowKey to) {
        to.ownerId = from.ownerId;
        to.epoch = from.epoch;
        to.version = from.version;
    }

    private static MemorySegment bytes(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MemorySegment.ofArray(bytes);
    }
}
