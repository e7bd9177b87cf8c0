// The two ends of a reliable channel. An independent reading of docs/protocol/STANDARD.md section 8. Node built-ins only.

import { Violation, demand, frame } from './wire.mjs';

const PIECE = 1024;
const WINDOW = 1024;
const IDS = 65_536;

/** Sends messages within the channel's limits; a piece is one RELIABLE or FRAGMENT frame of a message. */
export class ReliableSender {
  constructor(channel, messagesMax, bytesMax) {
    this.channel = channel;
    this.messagesMax = messagesMax;
    this.bytesMax = bytesMax;
    this.nextId = 0;
    this.inFlight = new Set();
    this.inFlightBytes = 0;
    this.ready = [];
  }

  /** Whether a message of this length may be offered now: limits of messages, bytes and ids. */
  admits(length) {
    return this.inFlight.size < this.messagesMax && this.inFlightBytes + length <= this.bytesMax;
  }

  offer(body, nowMs) {
    const message = { id: this.nextId, length: body.length, missing: 0, offeredMs: nowMs };
    this.nextId = (this.nextId + 1) % IDS;
    for (const bytes of this.#frames(message.id, body)) {
      this.ready.push({ message, bytes, acked: false, waiting: true, carrier: -1 });
      message.missing++;
    }
    this.inFlight.add(message);
    this.inFlightBytes += body.length;
  }

  #frames(id, body) {
    if (body.length <= PIECE) return [frame.reliable(this.channel, id, body)];
    const count = Math.ceil(body.length / PIECE);
    return Array.from({ length: count }, (_, i) =>
      frame.fragment(this.channel, id, i, count, body.subarray(i * PIECE, (i + 1) * PIECE)));
  }

  /** The next piece that fits into room bytes, or null; it is in packet carrier from now on. */
  take(room, carrier) {
    while (this.ready.length > 0 && this.ready[0].acked) this.ready.shift();
    if (this.ready.length === 0 || this.ready[0].bytes.length > room) return null;
    const piece = this.ready.shift();
    piece.waiting = false;
    piece.carrier = carrier;
    return piece;
  }

  acked(piece) {
    if (piece.acked) return;
    piece.acked = true;
    if (--piece.message.missing === 0) {
      this.inFlight.delete(piece.message);
      this.inFlightBytes -= piece.message.length;
    }
  }

  /** Packet number is lost: a piece that travelled in it and not since is sent again, before new ones. */
  lost(piece, number) {
    if (piece.acked || piece.waiting || piece.carrier !== number) return;
    piece.waiting = true;
    this.ready.unshift(piece);
  }

  get oldestMs() { return this.inFlight.size === 0 ? Infinity : this.inFlight.values().next().value.offeredMs; }
}

/** Takes pieces of one channel; gives whole messages, by id if the channel is ordered. */
export class ReliableReceiver {
  constructor(ordered, countMax) {
    this.ordered = ordered;
    this.countMax = countMax;
    this.next = 0;
    this.slots = new Map();
  }

  /** False if this id cannot come from a correct sender, so that the packet is not taken. */
  accepts(piece) {
    const ahead = this.#ahead(piece.id);
    if (ahead >= WINDOW) return ahead >= IDS - WINDOW;
    const slot = this.slots.get(piece.id);
    const count = piece.count ?? 1;
    demand(count <= this.countMax, `message of ${count} pieces`);
    if (slot && slot.count !== count) throw new Violation('PROTOCOL', 'pieces disagree about their count');
    return true;
  }

  /** Stores one accepted piece and returns the messages that are complete and due. */
  put(piece) {
    if (this.#ahead(piece.id) >= WINDOW) return [];
    const count = piece.count ?? 1;
    const slot = this.slots.get(piece.id) ?? { count, pieces: new Map(), given: false };
    this.slots.set(piece.id, slot);
    const had = slot.pieces.size === slot.count;
    slot.pieces.set(piece.index ?? 0, piece.body);
    const due = [];
    if (!this.ordered && !had && slot.pieces.size === slot.count) due.push(joined(slot));
    this.#advance(due);
    return due;
  }

  #advance(due) {
    for (;;) {
      const slot = this.slots.get(this.next);
      if (!slot || slot.pieces.size < slot.count) return;
      if (this.ordered) due.push(joined(slot));
      this.slots.delete(this.next);
      this.next = (this.next + 1) % IDS;
    }
  }

  #ahead(id) { return (id - this.next + IDS) % IDS; }
}

function joined(slot) {
  return Buffer.concat(Array.from({ length: slot.count }, (_, i) => slot.pieces.get(i)));
}
