package io.tos.benchmarks.transport.servers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.tos.benchmarks.transport.Trial;
import io.tos.benchmarks.transport.TrialCase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Netty's datagram channel on one event loop, pinned like everybody else; settings chosen by measuring. */
final class NettyServer implements MeasuredServer {
    private static final int BATCH = Integer.getInteger("tos.netty.batch", 64);
    private static final boolean POOLED = !"adaptive".equals(System.getProperty("tos.netty.allocator", "pooled"));
    private static final int DATAGRAM_BYTES_MAX = 2048;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final NettyFlavour flavour;
    private final TrialCase kind;
    private final EventLoopGroup group;
    private final ByteBufAllocator allocator =
            POOLED ? new PooledByteBufAllocator(true) : new AdaptiveByteBufAllocator(true);

    NettyServer(final NettyFlavour flavour, final TrialCase kind, final int core) {
        this.flavour = flavour;
        this.kind = kind;
        this.group = new MultiThreadIoEventLoopGroup(1, flavour.handler());
        group.submit(() -> ServerMain.pin(core)).syncUninterruptibly();
    }

    @Override
    public Trial run(final int payloadBytes, final Meter meter, final IntConsumer ports) throws Exception {
        final CompletableFuture<Trial> done = new CompletableFuture<>();
        final ChannelInboundHandler handler = switch (kind) {
            case RECEIVE -> new NettyReceiver(meter, done);
            case ECHO -> new NettyEcho(meter, done);
            case SEND -> new NettySender(meter, done, payloadBytes, BATCH);
            case DRAIN60 -> throw new IllegalStateException("Netty has no drain on a grid");
        };
        final Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(flavour.channel())
                .handler(handler)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, receiveAllocator())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 512 << 10));
        flavour.tune(bootstrap, DATAGRAM_BYTES_MAX, BATCH);
        final Channel channel = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        try {
            ports.accept(((InetSocketAddress) channel.localAddress()).getPort());
            return done.get(20, TimeUnit.SECONDS);
        } finally {
            channel.close().sync();
        }
    }

    private RecvByteBufAllocator receiveAllocator() {
        final int bufferBytes = flavour == NettyFlavour.EPOLL ? DATAGRAM_BYTES_MAX * BATCH : DATAGRAM_BYTES_MAX;
        return new FixedRecvByteBufAllocator(bufferBytes).maxMessagesPerRead(BATCH);
    }
}
