package io.tos.engine.edge.saving;

import io.tos.engine.ecs.World;
import io.tos.engine.memory.Region;
import io.tos.engine.protocol.ConnectionId;
import io.tos.engine.store.JournalEvent;
import io.tos.engine.store.LoadRequest;
import io.tos.engine.store.LoadedCharacter;
import io.tos.engine.store.PositionRow;
import io.tos.engine.store.RowKey;
import io.tos.engine.store.StoreDesk;
import io.tos.engine.store.VitalsRow;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;

/**
 * Which session's slot holds which character, and what of it is on disk: asks for characters, writes what changed behind
 * the world, and says the last of those who left. What finds no room is said again in a later tick. Tick thread only.
 */
public final class CharacterSaves implements AutoCloseable {
    private static final long NOBODY = -1;
    private static final float LOAD_FACTOR = 0.6f;

    private final StoreDesk desk;
    private final int intervalTicks;
    private final Region names =
            Region.shared("character names", (long) ConnectionId.SLOTS * LoadRequest.NAME_BYTES_MAX, 64);
    private final long[] accountId = new long[ConnectionId.SLOTS];
    private final long[] characterId = new long[ConnectionId.SLOTS];
    private final SavedBodies saved = new SavedBodies(ConnectionId.SLOTS);
    private final Long2LongHashMap holders = new Long2LongHashMap(2 * ConnectionId.SLOTS, LOAD_FACTOR, NOBODY);
    private final IntArrayList leaving = new IntArrayList();
    private final boolean[] isLeaving = new boolean[ConnectionId.SLOTS];
    private final LoadRequest request = new LoadRequest();
    private final PositionRow position = new PositionRow();
    private final VitalsRow vitals = new VitalsRow();
    private final JournalEvent event = new JournalEvent();
    private final RowKey left = new RowKey();
    private final Body body = new Body();

    /**
     * @param desk the tick's side of the store.
     * @param intervalTicks how often a character in a world is looked at; what has changed is written.
     */
    public CharacterSaves(final StoreDesk desk, final int intervalTicks) {
        this.desk = desk;
        this.intervalTicks = intervalTicks;
        leaving.ensureCapacity(ConnectionId.SLOTS);
    }

    /** What a map is called in saves: a number that stays when maps are added. */
    public static int mapKey(final String id) {
        return id.hashCode();
    }

    /** A session begins in a slot. */
    public void open(final int slot, final long account, final long character) {
        accountId[slot] = account;
        characterId[slot] = character;
        names.memory().set(ValueLayout.JAVA_BYTE, nameAt(slot), (byte) 0);
    }

    /** What a slot's character is called: UTF-8, padded with zeros to 176 bytes. */
    public void name(final int slot, final MemorySegment memory, final long at) {
        MemorySegment.copy(memory, at, names.memory(), nameAt(slot), LoadRequest.NAME_BYTES_MAX);
    }

    /** The other slot in which the slot's character plays or is being loaded, or -1. */
    public int otherHolder(final int slot) {
        final int holder = (int) holders.get(characterId[slot]);
        return holder == slot ? -1 : holder;
    }

    /** Whether the last of who left a slot is still to be said. */
    public boolean isLeaving(final int slot) {
        return isLeaving[slot];
    }

    /** Asks for a slot's character; false if it must be asked again. The answer carries {@code asker}. */
    public boolean load(final int slot, final long asker) {
        if (isLeaving[slot] && !sayLast(slot)) {
            return false;
        }
        request.asker = asker;
        request.accountId = accountId[slot];
        request.characterId = characterId[slot];
        request.paddedName(names.memory(), nameAt(slot));
        if (!desk.load(request)) {
            return false;
        }
        holders.put(characterId[slot], slot);
        return true;
    }

    /** A slot's character has come; false if it was never in a world. */
    public boolean take(final int slot, final LoadedCharacter loaded) {
        saved.take(slot, loaded);
        return loaded.position.key.version > 0;
    }

    /** What of a slot's character is on disk. */
    public void lastSaved(final int slot, final Body into) {
        saved.read(slot, into);
    }

    /** Journals that a slot's character enters the world; 0 if the journal is full: try again. */
    public long entered(final int slot) {
        event.characterId = characterId[slot];
        event.kind = JournalEvent.ENTERED;
        event.length = 0;
        return desk.append(event);
    }

    /** The first slot whose turn it is in a tick; the others follow in steps of {@link #dueStep}. */
    public int firstDue(final long tick) {
        return (int) (tick % intervalTicks);
    }

    /** So many ticks later it is a slot's turn again. */
    public int dueStep() {
        return intervalTicks;
    }

    /** Writes what has changed of a slot's character; false if something found no room. */
    public boolean save(final int slot, final World world, final long avatar, final int map) {
        body.read(world, avatar, map);
        return write(slot);
    }

    /** A slot's character leaves; its last state is written now or as soon as there is room. */
    public void leave(final int slot, final World world, final long avatar, final int map) {
        body.read(world, avatar, map);
        saved.remember(slot, body);
        isLeaving[slot] = true;
        if (!sayLast(slot)) {
            leaving.addInt(slot);
        }
    }

    /** A slot's character is nobody's any more, once its last has been said. */
    public void release(final int slot) {
        if (!isLeaving[slot]) {
            release(characterId[slot], slot);
        }
    }

    /** Once a tick: says again what found no room. Returns how many of those who left are still to be said. */
    public int retry() {
        for (int index = leaving.size() - 1; index >= 0; index--) {
            final int slot = leaving.getInt(index);
            if (!isLeaving[slot] || sayLast(slot)) {
                leaving.removeAt(index);
            }
        }
        return leaving.size();
    }

    /** Frees the names. */
    @Override
    public void close() {
        names.close();
    }

    private boolean sayLast(final int slot) {
        saved.recall(slot, body);
        if (!write(slot)) {
            return false;
        }
        left.ownerId = saved.characterId(slot);
        left.epoch = saved.epoch(slot);
        if (!desk.left(left)) {
            return false;
        }
        isLeaving[slot] = false;
        release(left.ownerId, slot);
        return true;
    }

    private void release(final long character, final int slot) {
        if (holders.get(character) == slot) {
            holders.remove(character);
        }
    }

    private static long nameAt(final int slot) {
        return (long) slot * LoadRequest.NAME_BYTES_MAX;
    }

    private boolean write(final int slot) {
        boolean said = true;
        if (saved.positionDiffers(slot, body)) {
            saved.fill(slot, body, position);
            said = desk.save(position);
            if (said) {
                saved.onPositionSaid(slot, body);
            }
        }
        if (said && saved.vitalsDiffer(slot, body)) {
            saved.fill(slot, body, vitals);
            said = desk.save(vitals);
            if (said) {
                saved.onVitalsSaid(slot, body);
            }
        }
        return said;
    }
}
