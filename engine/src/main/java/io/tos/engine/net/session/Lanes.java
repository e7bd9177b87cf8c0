package io.tos.engine.net.session;

import io.tos.engine.protocol.Channel;

/** The reliable channels, numbered without gaps: the places of their state in a session's record. */
final class Lanes {
    /** How many there are. */
    static final int COUNT = 4;

    /** {@link Channel#CONTROL}. */
    static final int CONTROL = 0;

    /** {@link Channel#GAMEPLAY}. */
    static final int GAMEPLAY = 1;

    /** {@link Channel#EVENTS}. */
    static final int EVENTS = 2;

    /** {@link Channel#BULK}. */
    static final int BULK = 3;

    private static final int BULK_CHANNEL = Channel.BULK.id();

    private static final Channel[] CHANNELS = {Channel.CONTROL, Channel.GAMEPLAY, Channel.EVENTS, Channel.BULK};

    private Lanes() {}

    /** The channel of a lane. */
    static Channel channel(final int lane) {
        return CHANNELS[lane];
    }

    /** The lane of a reliable channel. */
    static int of(final Channel channel) {
        assert channel.isReliable() : channel;
        return of(channel.id());
    }

    /** The lane of a reliable channel's id. */
    static int of(final int channelId) {
        return channelId == BULK_CHANNEL ? BULK : channelId;
    }

    /** The id of a lane's channel. */
    static int channelId(final int lane) {
        return lane == BULK ? BULK_CHANNEL : lane;
    }
}
