// Data packets: header, keys of both directions with their rotation, replay window, RTT and what was sent. An independent
// reading of docs/protocol/STANDARD.md sections 5, 6 and 10. Node built-ins only.

import { Reader, Violation, demand, expand, u32, u8 } from './wire.mjs';
import { open, rekey, seal } from './noise.mjs';

const WINDOW = 1024;
const JUMP_MAX = 2 ** 20;
const HEADER = 8;
const TAG = 16;

export function dataHeader(phase, cid, number) {
  const low = Buffer.alloc(3);
  low.writeUIntLE(number % 2 ** 24, 0, 3);
  return Buffer.concat([u8(0x80 | (phase << 6)), u32(cid), low]);
}

export function readDataHeader(datagram) {
  demand(datagram.length >= HEADER + 1 + TAG && datagram.length <= 1200, 'length of a data packet');
  const r = new Reader(datagram);
  const first = r.u8();
  demand((first & 0xbf) === 0x80, 'reserved bits');
  return { phase: (first >> 6) & 1, cid: r.u32(), low: r.bytes(3).readUIntLE(0, 3) };
}

/** The sending key; it may change once a packet of the present phase was acked. */
export class SendKey {
  constructor(key, packetsMax, secondsMax, nowMs) {
    Object.assign(this, { key, packetsMax, secondsMax, phase: 0, rotations: 0, packets: 0, acked: false, sinceMs: nowMs });
  }

  seal(cid, number, text, nowMs) {
    const due = this.packets >= this.packetsMax || nowMs - this.sinceMs >= this.secondsMax * 1000;
    if (due && this.acked) {
      this.key = rekey(this.key);
      this.phase ^= 1;
      this.rotations++;
      Object.assign(this, { packets: 0, acked: false, sinceMs: nowMs });
    }
    this.packets++;
    const header = dataHeader(this.phase, cid, number);
    return Buffer.concat([header, seal(this.key, number, header, text)]);
  }
}

/** The keys of the peer's direction: previous, present, next; section 10. */
class ReceiveKeys {
  constructor(key) {
    Object.assign(this, { key, next: rekey(key), previous: null, previousUntilMs: 0, phase: 0, firstNumber: -1, rotations: 0 });
    this.ackSent = false;
  }

  open(header, number, datagram, nowMs, keepMs) {
    const other = header.phase !== this.phase;
    const ahead = number > this.firstNumber;
    if (this.previous && nowMs > this.previousUntilMs) this.previous = null;
    const key = !other ? this.key : ahead ? this.next : this.previous;
    const text = key && open(key, number, datagram.subarray(0, HEADER), datagram.subarray(HEADER));
    if (!text) return null;
    if (other && ahead) this.#commit(number, nowMs + keepMs);
    else if (!other && (this.firstNumber < 0 || number < this.firstNumber)) this.firstNumber = number;
    return text;
  }

  #commit(number, previousUntilMs) {
    if (!this.ackSent) throw new Violation('KEY', 'second change before the peer can have seen an ack of the first');
    Object.assign(this, { previous: this.key, previousUntilMs, key: this.next, next: rekey(this.next), firstNumber: number });
    this.phase ^= 1;
    this.rotations++;
    this.ackSent = false;
  }
}

/** Opens data packets of the peer: each number once, in any order within the window. */
export class Inbound {
  constructor(key, cid) {
    this.keys = new ReceiveKeys(key);
    this.cid = cid;
    this.highest = -1;
    this.seen = new Float64Array(WINDOW).fill(-1);
    this.taken = new Float64Array(WINDOW).fill(-1);
    this.newestTaken = -1;
    this.newestTakenMs = 0;
  }

  /** { number, text }, or null for a packet to drop. */
  open(datagram, nowMs, keepMs) {
    if (datagram.length < HEADER + 1 + TAG || datagram.length > 1200 || (datagram[0] & 0xbf) !== 0x80) return null;
    const header = readDataHeader(datagram);
    if (header.cid !== this.cid) return null;
    const number = expand(header.low, 24, this.highest + 1);
    if (number > this.highest + JUMP_MAX || number <= this.highest - WINDOW || this.seen[number % WINDOW] === number) return null;
    const text = this.keys.open(header, number, datagram, nowMs, keepMs);
    if (!text) return null;
    this.seen[number % WINDOW] = number;
    this.highest = Math.max(this.highest, number);
    return { number, text };
  }

  take(number, nowMs) {
    this.taken[number % WINDOW] = number;
    if (number > this.newestTaken) {
      this.newestTaken = number;
      this.newestTakenMs = nowMs;
    }
  }

  wasTaken(number) { return this.taken[number % WINDOW] === number; }

  /** An ack section that names newestTaken leaves: the peer may change its key again. */
  ackSent() {
    if (this.newestTaken >= this.keys.firstNumber) this.keys.ackSent = true;
  }
}

/** Round trips as RFC 9002 section 5. All in milliseconds. */
export class Rtt {
  constructor(tickMs, peerAckDelayMs) {
    Object.assign(this, { tickMs, peerAckDelayMs, smoothed: 333, variance: 166.5, latest: 333, least: Infinity });
  }

  sample(sinceSentMs, delayMs) {
    if (sinceSentMs < 0 || sinceSentMs > 2000) return;
    const first = this.least === Infinity;
    this.least = Math.min(this.least, sinceSentMs);
    const adjusted = Math.max(sinceSentMs - Math.min(delayMs, this.peerAckDelayMs), this.least);
    this.latest = sinceSentMs;
    if (first) {
      this.smoothed = adjusted;
      this.variance = adjusted / 2;
    } else {
      this.variance = 0.75 * this.variance + 0.25 * Math.abs(this.smoothed - adjusted);
      this.smoothed = 0.875 * this.smoothed + 0.125 * adjusted;
    }
  }

  get lossMs() { return Math.max(9 / 8 * Math.max(this.smoothed, this.latest), this.tickMs); }
  get ptoMs() { return this.smoothed + Math.max(4 * this.variance, this.tickMs) + this.peerAckDelayMs; }
}

/** The packets sent and neither acked nor lost yet. */
export class Outbound {
  constructor(rtt) {
    this.rtt = rtt;
    this.next = 0;
    this.records = new Map();
    this.largestAcked = -1;
    this.lostCount = 0;
  }

  sent(record) { this.records.set(record.number, record); }

  /** Applies an ack; returns the records acked for the first time. */
  acked(ack, nowMs) {
    if (ack.newest >= this.next) throw new Violation('ACK_VIOLATION', `${ack.newest} was never sent`);
    const found = ack.numbers.map((number) => this.records.get(number)).filter((record) => record);
    for (const record of found) this.records.delete(record.number);
    const newest = found.find((record) => record.number === ack.newest);
    if (newest && newest.elicits && ack.newest > this.largestAcked && ack.delayHalfMs !== 255) {
      this.rtt.sample(nowMs - newest.sentMs, ack.delayHalfMs / 2);
    }
    this.largestAcked = Math.max(this.largestAcked, ack.newest);
    return found;
  }

  /** Removes and returns the records that are lost: 3 later ones acked, or too old and a later one acked. */
  takeLost(nowMs) {
    const lost = [];
    for (const record of this.records.values()) {
      if (record.number > this.largestAcked) break;
      const late = nowMs - record.sentMs > this.rtt.lossMs;
      if (late || record.number <= this.largestAcked - 3) lost.push(record);
    }
    for (const record of lost) this.records.delete(record.number);
    this.lostCount += lost.length;
    return lost;
  }
}
