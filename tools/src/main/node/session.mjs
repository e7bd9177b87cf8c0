// One session from the keys to its end: what each packet carries, acks, retransmission, timers. An independent reading of
// docs/protocol/STANDARD.md sections 5 to 12 and docs/protocol/session-states.md. Node built-ins only.

import { timingSafeEqual } from 'node:crypto';
import { CLOSE_CODES, DATAGRAM_MAX, Reader, Violation, closeName, decodeAck, decodeFrames, demand, encodeAck, frame, u8 } from './wire.mjs';
import { Inbound, Outbound, Rtt, SendKey } from './packets.mjs';
import { ReliableReceiver, ReliableSender } from './channel.mjs';
import { decodeMessage } from './messages.mjs';
import { nowUs, readReset } from './handshake.mjs';
import { readSnapshot } from './world.mjs';

const STEP_MS = 5;
const TEXT_MAX = DATAGRAM_MAX - 24;
const SILENCE_MS = 10_000;
const CONFIRM_MS = 250;
const PING_MS = 1_000;
const PTO_MAX_MS = 2_000;
const CLOSE_SENDS_MS = [0, 50, 100];
const PACKETS_PER_SECOND = 100;
const PACKETS_BURST = 16;
const BYTES_PER_SECOND = 20_000;
const BYTES_BURST = 6_000;
const ELICITING = new Set(['RELIABLE', 'FRAGMENT', 'PING']);

const nowMs = () => performance.now();

export class Session {
  /** events: message(message), closed(reason); player takes and makes what belongs to the world. */
  constructor(keys, clientCid, rekeyPackets, player, send, events) {
    const { terms, sendKey, receiveKey } = keys;
    const now = nowMs();
    Object.assign(this, { terms, player, send, events, state: 'CONFIRMING', closeReason: null });
    this.rtt = new Rtt(1000 / terms.tickHz, terms.serverAckDelayMs);
    this.outbound = new Outbound(this.rtt);
    this.inbound = new Inbound(receiveKey, clientCid);
    this.sendKey = new SendKey(sendKey, Math.min(rekeyPackets, terms.rekeyPackets), terms.rekeySeconds, now);
    this.gameplay = new ReliableSender(1, 256, 32 * 1024);
    this.receivers = new Map([0, 1, 2, 5].map((channel) => [channel, new ReliableReceiver(channel !== 2, 256)]));
    Object.assign(this, { ackDueMs: Infinity, sentMs: -Infinity, heardMs: now, pong: null, pingId: 0, sequencedHighest: -1, pingWanted: false });
    Object.assign(this, { probeFromMs: Infinity, probes: 0, packetsLeft: PACKETS_BURST, bytesLeft: BYTES_BURST, filledMs: now });
    this.timer = setInterval(() => this.#step(nowMs()), STEP_MS);
    this.#step(now);
  }

  get open() { return this.state === 'CONFIRMING' || this.state === 'ESTABLISHED'; }

  /** Offers a message on the gameplay channel; false if it must wait. */
  offer(body) {
    if (!this.open || !this.gameplay.admits(body.length)) return false;
    this.gameplay.offer(body, nowMs());
    return true;
  }

  /** Sends a PING in the next packet though nothing asks for one. */
  pingNow() { this.pingWanted = true; }

  receive(datagram) {
    const now = nowMs();
    if (this.state === 'CLOSED' || datagram.length === 0) return;
    if (datagram.length === 21 && datagram[0] === 5) return this.#reset(readReset(datagram));
    try {
      const packet = this.inbound.open(datagram, now, 3 * this.rtt.ptoMs);
      if (packet && this.state === 'CLOSING') this.#stray(packet, now);
      else if (packet) this.#packet(packet, now);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.detail = error.message;
      this.close(error.reason);
    }
  }

  #reset(reset) {
    if (this.open && reset.cid === this.terms.cid && timingSafeEqual(reset.token, this.terms.resetToken)) this.#closed('KEY');
  }

  #packet(packet, now) {
    this.heardMs = now;
    if (this.state === 'CONFIRMING') this.state = 'ESTABLISHED';
    const frames = this.#read(packet, now);
    const close = frames.find(({ kind }) => kind === 'CLOSE');
    if (close) return this.#closed(closeName(close.code), close.text);
    if (!frames.every((f) => this.#accepts(f))) return;
    this.inbound.take(packet.number, now);
    if (frames.some(({ kind }) => ELICITING.has(kind))) this.ackDueMs = Math.min(this.ackDueMs, now + this.terms.clientAckDelayMs);
    for (const f of frames) this.#apply(f, packet.number, now);
  }

  #read(packet, now) {
    const reader = new Reader(packet.text);
    const flags = reader.u8();
    demand(flags <= 1, `flags ${flags}`);
    const ack = flags === 1 ? decodeAck(reader, this.outbound.next - 1) : null;
    const frames = decodeFrames(reader);
    for (const f of frames) if (f.kind === 'SNAPSHOT') f.snapshot = readSnapshot(f.body);
    if (ack) this.#acked(ack, now);
    return frames;
  }

  #acked(ack, now) {
    for (const record of this.outbound.acked(ack, now)) {
      if (record.phase === this.sendKey.phase && record.rotations === this.sendKey.rotations) this.sendKey.acked = true;
      for (const piece of record.pieces) this.gameplay.acked(piece);
      if (record.pieces.length > 0) this.#probeAnew(now);
    }
  }

  #probeAnew(now) {
    this.probes = 0;
    this.probeFromMs = this.gameplay.inFlight.size > 0 ? now : Infinity;
  }

  #accepts(f) {
    if (f.kind === 'RELIABLE' || f.kind === 'FRAGMENT') return this.receivers.get(f.channel).accepts(f);
    if (f.kind === 'SNAPSHOT') return this.player.accepts(f.snapshot);
    demand(f.kind !== 'INPUT' && f.kind !== 'BASE_MISS', `${f.kind} from the server`);
    return true;
  }

  #apply(f, number, now) {
    switch (f.kind) {
      case 'PING': this.pong = { id: f.id, sentUs: f.sentUs, receivedUs: nowUs() }; break;
      case 'PATH_CHALLENGE': this.#seal([frame.pathResponse(f.proof)], [], false, now); break;
      case 'RELIABLE':
      case 'FRAGMENT': this.receivers.get(f.channel).put(f).forEach((body) => this.#deliver(body, f.channel, now)); break;
      case 'MESSAGE':
        if (f.channel === 3 && number < this.sequencedHighest) break;
        if (f.channel === 3) this.sequencedHighest = number;
        this.#deliver(f.body, f.channel, now);
        break;
      case 'SNAPSHOT': this.player.snapshot(f.snapshot, now); break;
      default: // PONG, PADDING and unknown frames ask for nothing.
    }
  }

  #deliver(body, channel, now) {
    const message = decodeMessage(body, channel);
    demand(message.type !== 'ECHO', 'ECHO from the server');
    this.player.message(message, now);
    this.events.message(message);
  }

  #step(now) {
    if (!this.open) return;
    if (now - this.heardMs >= SILENCE_MS) return this.#closed('TIMEOUT');
    if (now - this.gameplay.oldestMs >= SILENCE_MS) return this.close('STALLED');
    for (const record of this.outbound.takeLost(now)) {
      [...record.pieces].reverse().forEach((piece) => this.gameplay.lost(piece, record.number));
    }
    this.#probe(now);
    this.#fill(now);
    while (this.packetsLeft >= 1 && this.bytesLeft > 0 && this.#transmit(now));
  }

  /** On PTO the oldest unacked pieces are sent again, as many as one packet holds. */
  #probe(now) {
    const wait = Math.min(this.rtt.ptoMs * 2 ** this.probes, PTO_MAX_MS);
    if (now - this.probeFromMs < wait) return;
    this.probes++;
    this.probeFromMs = now;
    const flying = [...this.outbound.records.values()].find((r) => r.pieces.some((p) => !p.acked && !p.waiting && p.carrier === r.number));
    if (flying) [...flying.pieces].reverse().forEach((piece) => this.gameplay.lost(piece, flying.number));
  }

  #fill(now) {
    const seconds = (now - this.filledMs) / 1000;
    this.filledMs = now;
    this.packetsLeft = Math.min(PACKETS_BURST, this.packetsLeft + seconds * PACKETS_PER_SECOND);
    this.bytesLeft = Math.min(BYTES_BURST, this.bytesLeft + seconds * BYTES_PER_SECOND);
  }

  /** One packet if anything is due; false if nothing is. */
  #transmit(now) {
    const idle = now - this.sentMs >= (this.state === 'CONFIRMING' ? CONFIRM_MS : PING_MS);
    const pings = idle || this.pingWanted;
    this.pingWanted = false;
    const frames = [];
    if (this.pong) frames.push(frame.pong(this.pong, this.pong.receivedUs, nowUs()));
    this.pong = null;
    for (const [cause, alias] of this.player.misses(now)) frames.push(frame.baseMiss(cause, alias));
    if (this.player.inputDue(now)) frames.push(frame.input(this.player.input(now)));
    if (pings) frames.push(frame.ping(this.#nextPing(), nowUs()));
    const pieces = this.#pieces(frames);
    if (frames.length === 0 && now < this.ackDueMs - 2 * STEP_MS) return false;
    this.#seal(frames, pieces, pings || pieces.length > 0, now);
    if (pieces.length > 0 && this.probeFromMs === Infinity) this.probeFromMs = now;
    return true;
  }

  #nextPing() {
    this.pingId = (this.pingId + 1) % 65_536;
    return this.pingId;
  }

  /** Fills the packet with reliable pieces; appends their frames. */
  #pieces(frames) {
    let room = TEXT_MAX - 1 - 12 - frames.reduce((sum, f) => sum + f.length, 0);
    const pieces = [];
    for (let piece; frames.length < 64 && (piece = this.gameplay.take(room, this.outbound.next)); ) {
      pieces.push(piece);
      frames.push(piece.bytes);
      room -= piece.bytes.length;
    }
    return pieces;
  }

  #seal(frames, pieces, elicits, now) {
    const text = Buffer.concat([this.#head(now), ...frames]);
    const number = this.outbound.next++;
    const packet = this.sendKey.seal(this.terms.cid, number, text, now);
    const { phase, rotations } = this.sendKey;
    this.outbound.sent({ number, sentMs: now, pieces, elicits, phase, rotations });
    this.sentMs = now;
    this.packetsLeft--;
    this.bytesLeft -= packet.length;
    this.send(packet);
    return packet;
  }

  /** Flags and, once anything was taken, the ack section. */
  #head(now) {
    const { newestTaken, newestTakenMs } = this.inbound;
    if (newestTaken < 0) return u8(0);
    this.ackDueMs = Infinity;
    this.inbound.ackSent();
    const delay = Math.min(254, Math.floor((now - newestTakenMs) * 2));
    return Buffer.concat([u8(1), encodeAck(newestTaken, delay, (number) => this.inbound.wasTaken(number))]);
  }

  /** Ends the session by own will or fault: CLOSE three times within 100 ms, then strays are answered for 3 PTO. */
  close(reason) {
    if (!this.open) return;
    this.state = 'CLOSING';
    this.closeReason = reason;
    const sendClose = () => {
      if (this.state !== 'CLOSING') return;
      this.closeSentMs = nowMs();
      this.#seal([frame.close(CLOSE_CODES[reason], '')], [], false, this.closeSentMs);
    };
    this.answerClose = sendClose;
    for (const delay of CLOSE_SENDS_MS) setTimeout(sendClose, delay);
    setTimeout(() => this.#closed(reason), Math.max(3 * this.rtt.ptoMs, 2 * CLOSE_SENDS_MS.at(-1)));
  }

  #stray(packet, now) {
    const reader = new Reader(packet.text);
    if (reader.u8() === 1) decodeAck(reader, this.outbound.next - 1);
    if (decodeFrames(reader).some(({ kind }) => kind === 'CLOSE')) this.#closed(this.closeReason);
    else if (now - this.closeSentMs >= 100) this.answerClose();
  }

  #closed(reason, text = '') {
    if (this.state === 'CLOSED') return;
    clearInterval(this.timer);
    this.state = 'CLOSED';
    this.closeReason = reason;
    this.events.closed(reason, text);
  }
}
