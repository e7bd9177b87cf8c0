package io.tos.benchmarks.transport.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.tos.benchmarks.transport.Trial;
import java.util.concurrent.CompletableFuture;

/** Reads the first word of each datagram and lets it go. Event loop only. */
final class NettyReceiver extends ChannelInboundHandlerAdapter {
    private final Meter meter;
    private final CompletableFuture<Trial> done;
    private int count;
    private long checksum;

    NettyReceiver(final Meter meter, final CompletableFuture<Trial> done) {
        this.meter = meter;
        this.done = done;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final DatagramPacket datagram = (DatagramPacket) message;
        checksum += datagram.content().getLongLE(datagram.content().readerIndex());
        datagram.release();
        count++;
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        if (!done.isDone() && meter.add(count)) {
            done.complete(meter.trial());
        }
        count = 0;
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        done.completeExceptionally(new IllegalStateException("after sum " + checksum, cause));
    }
}
