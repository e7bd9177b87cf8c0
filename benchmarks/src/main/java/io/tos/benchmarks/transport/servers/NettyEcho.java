package io.tos.benchmarks.transport.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.tos.benchmarks.transport.Trial;
import java.util.concurrent.CompletableFuture;

/**
 * Sends each datagram's own buffer back, one flush per read loop; stops reading while the outbound buffer is full.
 * Event loop only.
 */
// The void promise reports failures to exceptionCaught: there is no future to look at.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyEcho extends ChannelInboundHandlerAdapter {
    private final Meter meter;
    private final CompletableFuture<Trial> done;
    private int count;

    NettyEcho(final Meter meter, final CompletableFuture<Trial> done) {
        this.meter = meter;
        this.done = done;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final DatagramPacket datagram = (DatagramPacket) message;
        context.write(new DatagramPacket(datagram.content(), datagram.sender()), context.voidPromise());
        count++;
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        context.flush();
        if (!context.channel().isWritable()) {
            context.channel().config().setAutoRead(false);
        }
        if (!done.isDone() && meter.add(count)) {
            done.complete(meter.trial());
        }
        count = 0;
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        done.completeExceptionally(cause);
    }
}
