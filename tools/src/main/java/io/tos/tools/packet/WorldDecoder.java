package io.tos.tools.packet;

import io.tos.engine.protocol.EntityRecord;
import io.tos.engine.protocol.EntityState;
import io.tos.engine.protocol.InputFrame;
import io.tos.engine.protocol.OwnMotion;
import io.tos.engine.protocol.OwnVitals;
import io.tos.engine.protocol.SnapshotReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Sums up SNAPSHOT and INPUT frames. Deltas are counted and named, not laid over their bases. One thread. */
final class WorldDecoder {
    private static final double POSITION_UNIT = 65_536;
    private static final double WIRE_UNIT = 256;
    private static final double DEGREE = 65_536 / 360.0;
    private static final double AIM_DEGREE = 4_096 / 360.0;
    private static final List<String> MODES = List.of("ground", "air", "water", "gliding", "held");
    private static final List<String> BUTTONS =
            List.of("sprint", "jump", "roll", "walk", "down", "use", "attack", "block");

    private final SnapshotReader snapshot = new SnapshotReader();
    private final InputFrame input = new InputFrame();

    /** Reads the body of a SNAPSHOT frame. */
    void snapshot(final MemorySegment memory, final long body, final int length, final List<Part> parts) {
        final Part head = new Part("SNAPSHOT").with("bytes", length);
        parts.add(head);
        if (!snapshot.wrap(memory, body, length)) {
            head.wrong("cut off or not in its one legal form before the records");
            return;
        }
        head.withU32("tick", snapshot.tick())
                .with("epoch", snapshot.epoch())
                .with("consumedTickLow16", snapshot.consumedTick())
                .with("inputLeadTicks", Part.decimal(snapshot.inputLeadQ8(), 256));
        if (snapshot.hasMotion()) {
            parts.add(motion(snapshot.motion()));
        }
        if (snapshot.hasVitals()) {
            parts.add(vitals(snapshot.vitals()));
        }
        if (snapshot.hasIntegrity()) {
            parts.add(integrity());
        }
        records(head, parts);
    }

    private static Part motion(final OwnMotion motion) {
        return new Part("motion")
                .with("x", Part.decimal(motion.x, POSITION_UNIT))
                .with("y", Part.decimal(motion.y, POSITION_UNIT))
                .with("z", Part.decimal(motion.z, POSITION_UNIT))
                .with("yawDegrees", Part.decimal(motion.yaw, DEGREE))
                .with("mode", motion.mode < MODES.size() ? MODES.get(motion.mode) : String.valueOf(motion.mode))
                .with("flags", motion.flags)
                .with("speedPermille", motion.speedPermille)
                .with("velocityX", motion.velocityX)
                .with("velocityY", motion.velocityY)
                .with("velocityZ", motion.velocityZ)
                .with("stamina", Part.decimal(Integer.toUnsignedLong(motion.stamina), 1_000));
    }

    private static Part vitals(final OwnVitals vitals) {
        return new Part("vitals")
                .withU32("health", vitals.health)
                .withU32("healthMax", vitals.healthMax)
                .withU32("mana", vitals.mana)
                .withU32("manaMax", vitals.manaMax)
                .withU32("staminaMax", vitals.staminaMax);
    }

    private Part integrity() {
        final List<String> entities = new ArrayList<>();
        for (int index = 0; index < snapshot.integrityEntities(); index++) {
            entities.add(snapshot.integrityAlias(index) + "@-" + snapshot.integrityAge(index));
        }
        return new Part("integrity")
                .with("hash", HexFormat.of().toHexDigits(snapshot.integrityHash()))
                .with("entities", entities);
    }

    private void records(final Part head, final List<Part> parts) {
        final List<Part> full = new ArrayList<>();
        final List<String> deltas = new ArrayList<>();
        final List<Integer> left = new ArrayList<>();
        int alias = snapshot.next();
        for (; alias >= 0; alias = snapshot.next()) {
            if (snapshot.isFull()) {
                full.add(full(alias, snapshot.record()));
            } else if (snapshot.isLeave()) {
                left.add(alias);
            } else {
                deltas.add(alias + "@-" + snapshot.baseAge());
            }
        }
        head.with("full", full.size()).with("delta", deltas.size()).with("left", left.size());
        parts.addAll(full);
        if (!deltas.isEmpty()) {
            parts.add(new Part("delta").with("aliases", deltas));
        }
        if (!left.isEmpty()) {
            parts.add(new Part("left").with("aliases", left));
        }
        if (alias == SnapshotReader.MALFORMED) {
            head.wrong("a record is cut off or not in its one legal form");
        }
    }

    private static Part full(final int alias, final EntityRecord record) {
        return new Part("full")
                .with("alias", alias)
                .withU32("netId", record.netId())
                .with("kind", EntityState.kind(record.place()))
                .with("x", Part.decimal(EntityState.x(record.place()) << 8 >> 8, WIRE_UNIT))
                .with("y", Part.decimal(EntityState.y(record.place()) << 8 >> 8, WIRE_UNIT))
                .with("z", Part.decimal(EntityState.z(record.looks()) << 8 >> 8, WIRE_UNIT))
                .with("health", EntityState.health(record.looks()))
                .with("flags", EntityState.flags(record.looks()));
    }

    /** Reads the body of an INPUT frame. Inputs that repeat are told once, with how many ticks they held. */
    Part input(final MemorySegment memory, final long body, final int length) {
        final Part part = new Part("INPUT").with("bytes", length);
        if (!input.read(memory, body, length)) {
            return part.wrong("cut off or not in its one legal form");
        }
        final List<String> inputs = new ArrayList<>();
        int index = 0;
        while (index < input.count()) {
            final String shown = one(index);
            int ticks = 1;
            while (index + ticks < input.count() && one(index + ticks).equals(shown)) {
                ticks++;
            }
            inputs.add(ticks + "x " + shown);
            index += ticks;
        }
        return part.withU32("newestTick", input.newestTick())
                .with("epoch", input.epoch())
                .with("viewAgeTicks", Part.decimal(input.viewAge(), 16))
                .with("inputs", inputs);
    }

    private String one(final int index) {
        final StringBuilder text = new StringBuilder();
        text.append(input.directionX(index)).append('/').append(input.directionY(index));
        text.append(" aim ").append(Part.decimal(input.aim(index), AIM_DEGREE));
        for (int bit = 0; bit < BUTTONS.size(); bit++) {
            if ((input.buttons(index) & 1 << bit) != 0) {
                text.append(' ').append(BUTTONS.get(bit));
            }
        }
        return text.toString();
    }
}
