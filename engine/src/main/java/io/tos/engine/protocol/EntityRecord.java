package io.tos.engine.protocol;

/**
 * One entity's part of a snapshot: its state in full, or what changed since a base. Bits inside, whole bytes outside, and
 * nothing in it depends on the viewer, so that one encoding serves all. One instance per agent: it holds what was read.
 *
 * <pre>
 * full   net id 32 | x 24, y 24 | kind 16 | z 24 | yaw 10, health 8, speed 6, animation 6, flags 8      158 bits
 * delta  mask 7: bit 0 xy, 1 z, 2 yaw, 3 health, 4 speed and animation, 5 flags, 6 kind; then those fields in this order
 *        xy  class 2: 0, 1, 2 = steps of 6, 9, 12 bits each, signed; 3 = x 24, y 24
 *        z   class 2: 0, 1, 2 = step of 4, 8, 12 bits, signed; 3 = z 24
 *        yaw 10 | health 8 | speed 6, animation 6 | flags 8 | kind 16
 * </pre>
 *
 * A field in the mask differs from the base, and its class is the lowest that holds it.
 */
public final class EntityRecord {
    /** Most bytes of one record, without alias and base age. */
    public static final int LENGTH_MAX = 20;

    private static final int MASK_BITS = 7;
    private static final int XY = 1;
    private static final int Z = 1 << 1;
    private static final int YAW = 1 << 2;
    private static final int HEALTH = 1 << 3;
    private static final int MOTION = 1 << 4;
    private static final int FLAGS = 1 << 5;
    private static final int KIND = 1 << 6;
    private static final int CLASS_BITS = 2;
    private static final int ABSOLUTE = 3;

    private int netId;
    private long place;
    private long looks;
    private int mask;
    private int xyClass;
    private int zClass;

    /** Writes a state in full. */
    public static void putFull(final BitWriter writer, final int netId, final long place, final long looks) {
        writer.put(Integer.toUnsignedLong(netId), Integer.SIZE);
        writer.put(place & 0xFFFF_FFFF_FFFFL, 48);
        writer.put(place >>> 48, 16);
        writer.put(looks & 0xFFFF_FFFFL, 32);
        writer.put(looks >>> 32, EntityState.LOOKS_BITS - 32);
    }

    /** Writes what changed from a base; nothing changed is legal and says so. */
    public static void putDelta(
            final BitWriter writer, final long basePlace, final long baseLooks, final long place, final long looks) {
        final int stepX = EntityState.step(EntityState.x(basePlace), EntityState.x(place));
        final int stepY = EntityState.step(EntityState.y(basePlace), EntityState.y(place));
        final int stepZ = EntityState.step(EntityState.z(baseLooks), EntityState.z(looks));
        final int mask = maskOf(basePlace, baseLooks, place, looks);
        writer.put(mask, MASK_BITS);
        if ((mask & XY) != 0) {
            final int width = xyClassOf(stepX, stepY);
            writer.put(width, CLASS_BITS);
            if (width == ABSOLUTE) {
                writer.put(place & 0xFFFF_FFFF_FFFFL, 48);
            } else {
                writer.putSigned(stepX, xyBits(width));
                writer.putSigned(stepY, xyBits(width));
            }
        }
        if ((mask & Z) != 0) {
            final int width = zClassOf(stepZ);
            writer.put(width, CLASS_BITS);
            if (width == ABSOLUTE) {
                writer.put(EntityState.z(looks), Quantizer.POSITION_BITS);
            } else {
                writer.putSigned(stepZ, zBits(width));
            }
        }
        putLooks(writer, mask, place, looks);
    }

    private static void putLooks(final BitWriter writer, final int mask, final long place, final long looks) {
        if ((mask & YAW) != 0) {
            writer.put(EntityState.yaw(looks), Quantizer.YAW_BITS);
        }
        if ((mask & HEALTH) != 0) {
            writer.put(EntityState.health(looks), Quantizer.HEALTH_BITS);
        }
        if ((mask & MOTION) != 0) {
            writer.put(EntityState.speed(looks), Quantizer.SPEED_BITS);
            writer.put(EntityState.animation(looks), 6);
        }
        if ((mask & FLAGS) != 0) {
            writer.put(EntityState.flags(looks), 8);
        }
        if ((mask & KIND) != 0) {
            writer.put(EntityState.kind(place), 16);
        }
    }

    private static int maskOf(final long basePlace, final long baseLooks, final long place, final long looks) {
        final long placeChange = basePlace ^ place;
        final long looksChange = baseLooks ^ looks;
        return ((placeChange & 0xFFFF_FFFF_FFFFL) != 0 ? XY : 0)
                | (EntityState.z(looksChange) != 0 ? Z : 0)
                | (EntityState.yaw(looksChange) != 0 ? YAW : 0)
                | (EntityState.health(looksChange) != 0 ? HEALTH : 0)
                | ((EntityState.speed(looksChange) | EntityState.animation(looksChange)) != 0 ? MOTION : 0)
                | (EntityState.flags(looksChange) != 0 ? FLAGS : 0)
                | (EntityState.kind(placeChange) != 0 ? KIND : 0);
    }

    private static int xyClassOf(final int stepX, final int stepY) {
        for (int width = 0; width < ABSOLUTE; width++) {
            if (BitWriter.fits(stepX, xyBits(width)) && BitWriter.fits(stepY, xyBits(width))) {
                return width;
            }
        }
        return ABSOLUTE;
    }

    private static int zClassOf(final int step) {
        for (int width = 0; width < ABSOLUTE; width++) {
            if (BitWriter.fits(step, zBits(width))) {
                return width;
            }
        }
        return ABSOLUTE;
    }

    private static int xyBits(final int width) {
        return 6 + 3 * width;
    }

    private static int zBits(final int width) {
        return 4 + 4 * width;
    }

    /** Reads a state in full; whether the bytes were all there {@link BitReader#finish} says. */
    public void takeFull(final BitReader reader) {
        netId = (int) reader.take(Integer.SIZE);
        place = reader.take(48);
        place |= reader.take(16) << 48;
        looks = reader.take(32);
        looks |= reader.take(EntityState.LOOKS_BITS - 32) << 32;
    }

    /**
     * Reads a delta, without its base yet: until {@link #apply} the words hold steps and new values of what changed. So a
     * delta whose base is missing can be stepped over.
     */
    public void takeDelta(final BitReader reader) {
        mask = (int) reader.take(MASK_BITS);
        int x = 0;
        int y = 0;
        int z = 0;
        if ((mask & XY) != 0) {
            xyClass = (int) reader.take(CLASS_BITS);
            final int bits = xyClass == ABSOLUTE ? Quantizer.POSITION_BITS : xyBits(xyClass);
            x = EntityState.walk(0, reader.takeSigned(bits));
            y = EntityState.walk(0, reader.takeSigned(bits));
        }
        if ((mask & Z) != 0) {
            zClass = (int) reader.take(CLASS_BITS);
            z = EntityState.walk(0, reader.takeSigned(zClass == ABSOLUTE ? Quantizer.POSITION_BITS : zBits(zClass)));
        }
        final int yaw = (mask & YAW) != 0 ? (int) reader.take(Quantizer.YAW_BITS) : 0;
        final int health = (mask & HEALTH) != 0 ? (int) reader.take(Quantizer.HEALTH_BITS) : 0;
        final int speed = (mask & MOTION) != 0 ? (int) reader.take(Quantizer.SPEED_BITS) : 0;
        final int animation = (mask & MOTION) != 0 ? (int) reader.take(6) : 0;
        final int flags = (mask & FLAGS) != 0 ? (int) reader.take(8) : 0;
        final int kind = (mask & KIND) != 0 ? (int) reader.take(16) : 0;
        place = EntityState.place(x, y, kind);
        looks = EntityState.looks(z, yaw, health, speed, animation, flags);
    }

    /**
     * Lays the delta over its base.
     *
     * @return false if the delta was not in its one legal form for this base.
     */
    public boolean apply(final long basePlace, final long baseLooks) {
        int x = EntityState.x(place);
        int y = EntityState.y(place);
        int z = EntityState.z(looks);
        if ((mask & XY) == 0 || xyClass != ABSOLUTE) {
            x = EntityState.walk(EntityState.x(basePlace), x);
            y = EntityState.walk(EntityState.y(basePlace), y);
        }
        if ((mask & Z) == 0 || zClass != ABSOLUTE) {
            z = EntityState.walk(EntityState.z(baseLooks), z);
        }
        final boolean motion = (mask & MOTION) != 0;
        place = EntityState.place(x, y, EntityState.kind((mask & KIND) != 0 ? place : basePlace));
        looks = EntityState.looks(
                z,
                EntityState.yaw((mask & YAW) != 0 ? looks : baseLooks),
                EntityState.health((mask & HEALTH) != 0 ? looks : baseLooks),
                EntityState.speed(motion ? looks : baseLooks),
                EntityState.animation(motion ? looks : baseLooks),
                EntityState.flags((mask & FLAGS) != 0 ? looks : baseLooks));
        final int stepX = EntityState.step(EntityState.x(basePlace), x);
        final int stepY = EntityState.step(EntityState.y(basePlace), y);
        final int stepZ = EntityState.step(EntityState.z(baseLooks), z);
        return mask == maskOf(basePlace, baseLooks, place, looks)
                && ((mask & XY) == 0 || xyClass == xyClassOf(stepX, stepY))
                && ((mask & Z) == 0 || zClass == zClassOf(stepZ));
    }

    /** World-wide number of the entity, read by {@link #takeFull}. */
    public int netId() {
        return netId;
    }

    /** First word of the state, see {@link EntityState}. */
    public long place() {
        return place;
    }

    /** Second word of the state. */
    public long looks() {
        return looks;
    }
}
