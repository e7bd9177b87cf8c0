package io.tos.benchmarks.transport.servers;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;

/** Which of Netty's native transports, with the settings that were best for it here. GRO is off in both. */
enum NettyFlavour {
    /** {@code epoll}, {@code recvmmsg}, {@code sendmmsg}. */
    EPOLL,
    /** {@code io_uring}: recvmsg and sendmsg entries. */
    URING;

    /** Ring entries: as many as the messages of one read loop and one flush need without an extra enter. */
    private static final int RING_ENTRIES = Integer.getInteger("tos.netty.ring", 1024);

    IoHandlerFactory handler() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case URING ->
                IoUringIoHandler.newFactory(
                        new IoUringIoHandlerConfig().setRingSize(RING_ENTRIES).setSingleIssuer(true));
        };
    }

    Class<? extends Channel> channel() {
        return switch (this) {
            case EPOLL -> EpollDatagramChannel.class;
            case URING -> IoUringDatagramChannel.class;
        };
    }

    /** Sets what differs between the two. */
    void tune(final Bootstrap bootstrap, final int datagramBytesMax, final int batch) {
        if (this == EPOLL) {
            // Room for a whole batch in one buffer is what makes Netty use recvmmsg.
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, datagramBytesMax);
            bootstrap.option(EpollChannelOption.UDP_GRO, false);
        }
        bootstrap.option(ChannelOption.MAX_MESSAGES_PER_WRITE, batch);
    }
}
