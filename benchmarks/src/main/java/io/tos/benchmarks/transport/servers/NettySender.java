package io.tos.benchmarks.transport.servers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.tos.benchmarks.transport.Trial;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Waits for a hello from each peer, then sends to them in turn: a batch of writes, a flush, as long as the channel is
 * writable. Event loop only.
 */
// The void promise reports failures to exceptionCaught: there is no future to look at.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettySender extends ChannelInboundHandlerAdapter {
    private static final long SHUFFLE_SEED = 12345;

    private final Meter meter;
    private final CompletableFuture<Trial> done;
    private final int payloadBytes;
    private final int batch;
    private final Set<InetSocketAddress> known = new HashSet<>();
    private final List<InetSocketAddress> peers = new ArrayList<>();
    private boolean isScheduled;
    private int next;
    private long sequence;

    NettySender(final Meter meter, final CompletableFuture<Trial> done, final int payloadBytes, final int batch) {
        this.meter = meter;
        this.done = done;
        this.payloadBytes = payloadBytes;
        this.batch = batch;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) {
        final DatagramPacket hello = (DatagramPacket) message;
        if (peers.isEmpty() && known.add(hello.sender()) && known.size() == MeasuredServer.PEERS) {
            peers.addAll(known);
            Collections.shuffle(peers, new Random(SHUFFLE_SEED));
            schedule(context);
        }
        hello.release();
    }

    private void schedule(final ChannelHandlerContext context) {
        if (!isScheduled && !done.isDone()) {
            isScheduled = true;
            context.executor().execute(() -> sendBatch(context));
        }
    }

    private void sendBatch(final ChannelHandlerContext context) {
        isScheduled = false;
        int count = 0;
        while (count < batch && context.channel().isWritable()) {
            final ByteBuf payload = context.alloc().directBuffer(payloadBytes);
            payload.writerIndex(payloadBytes).setLongLE(0, sequence++);
            context.write(new DatagramPacket(payload, peers.get(next)), context.voidPromise());
            next = next + 1 == peers.size() ? 0 : next + 1;
            count++;
        }
        context.flush();
        if (meter.add(count)) {
            done.complete(meter.trial());
        } else if (context.channel().isWritable()) {
            schedule(context);
        }
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext context) {
        if (context.channel().isWritable() && !peers.isEmpty()) {
            schedule(context);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        done.completeExceptionally(cause);
    }
}
