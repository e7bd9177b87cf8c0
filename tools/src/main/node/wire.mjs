// Bytes, bits, frames and messages of the wire protocol. An independent reading of docs/protocol/STANDARD.md: written from
// that page alone, so that it proves the page; it shares nothing with the engine. Node built-ins only.

export const DATAGRAM_MAX = 1200;
export const MAGIC = Buffer.from('TOS1');
export const VERSION = 0x0100;

export const CLOSE_CODES = {
  GOODBYE: 0x0000, TIMEOUT: 0x0001, PROTOCOL: 0x0002, ACK_VIOLATION: 0x0003, REASSEMBLY_LIMIT: 0x0004, FLOOD: 0x0005,
  KEY: 0x0007, VERSION: 0x0008, STALLED: 0x0009, INACTIVE: 0x000a,
  TOKEN_INVALID: 0x1001, TOKEN_EXPIRED: 0x1002, TOKEN_REUSED: 0x1003, FULL: 0x1004, DUPLICATE_LOGIN: 0x1005,
  BANNED: 0x1006, DRAINING: 0x1007, ADDRESS_LIMIT: 0x1008, KICKED: 0x2001, AFK: 0x2002, CHEAT: 0x2003,
  SHUTDOWN: 0x3001, RESTART: 0x3002, MAP_STOPPED: 0x3003,
};

/** The peer broke the protocol; reason is a name of CLOSE_CODES. */
export class Violation extends Error {
  constructor(reason, detail) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

export function closeName(code) {
  const found = Object.entries(CLOSE_CODES).find(([, value]) => value === code);
  return found ? found[0] : `0x${code.toString(16).padStart(4, '0')}`;
}

export function demand(condition, detail) {
  if (!condition) throw new Violation('PROTOCOL', detail);
}

export const u8 = (value) => Buffer.from([value]);
export const u16 = (value) => written(2, (b) => b.writeUInt16LE(value));
export const u32 = (value) => written(4, (b) => b.writeUInt32LE(value));
export const i32 = (value) => written(4, (b) => b.writeInt32LE(value));
export const u64 = (value) => written(8, (b) => b.writeBigUInt64LE(BigInt(value)));

function written(length, write) {
  const buffer = Buffer.alloc(length);
  write(buffer);
  return buffer;
}

/** Reads little-endian fields in order; a field cut off is a protocol violation. */
export class Reader {
  constructor(buffer) {
    this.buffer = buffer;
    this.at = 0;
  }

  get left() { return this.buffer.length - this.at; }
  u8() { return this.bytes(1)[0]; }
  u16() { return this.bytes(2).readUInt16LE(); }
  i16() { return this.bytes(2).readInt16LE(); }
  u32() { return this.bytes(4).readUInt32LE(); }
  i32() { return this.bytes(4).readInt32LE(); }
  u64() { return this.bytes(8).readBigUInt64LE(); }
  rest() { return this.bytes(this.left); }

  bytes(length) {
    demand(length <= this.left, `${length} bytes wanted, ${this.left} left`);
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }

  varint() {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = this.u8();
      demand(i < 4 || byte <= 0x0f, 'varint above 32 bits');
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) {
        demand(byte !== 0 || i === 0, 'varint longer than it need be');
        return value;
      }
    }
    throw new Violation('PROTOCOL', 'varint of more than 5 bytes');
  }

  zigZag() {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  end(what) { demand(this.left === 0, `${what}: ${this.left} bytes too many`); }
}

export function varint(value) {
  const out = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) out.push((rest % 128) | 0x80);
  out.push(rest);
  return Buffer.from(out);
}

export const zigZag = (value) => varint(value >= 0 ? value * 2 : -value * 2 - 1);

/** Fields without gap, filling bytes from the lowest bit up. Widths are at most 32. */
export class BitReader {
  constructor(reader) {
    this.reader = reader;
    this.byte = 0;
    this.have = 0;
  }

  unsigned(width) {
    let value = 0;
    for (let i = 0; i < width; i++) {
      if (this.have === 0) {
        this.byte = this.reader.u8();
        this.have = 8;
      }
      value += (this.byte & 1) * 2 ** i;
      this.byte >>= 1;
      this.have--;
    }
    return value;
  }

  signed(width) {
    const value = this.unsigned(width);
    return value >= 2 ** (width - 1) ? value - 2 ** width : value;
  }

  /** The last byte is filled up with 0. */
  end() { demand(this.byte === 0, 'padding bits not 0'); }
}

export class BitWriter {
  #bits = [];

  put(value, width) {
    let rest = value < 0 ? value + 2 ** width : value;
    for (let i = 0; i < width; i++) {
      this.#bits.push(rest % 2);
      rest = Math.floor(rest / 2);
    }
    return this;
  }

  bytes() {
    const out = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, i) => { out[i >> 3] |= bit << (i & 7); });
    return out;
  }
}

/** The number nearest to expected that ends in these bits (RFC 9000, A.3). */
export function expand(low, bits, expected) {
  const span = 2 ** bits;
  const candidate = expected - (expected % span) + low;
  if (candidate <= expected - span / 2) return candidate + span;
  if (candidate > expected + span / 2 && candidate >= span) return candidate - span;
  return candidate;
}

/** The ack section: newest is a full number, taken(n) says whether n was taken; section 6. */
export function encodeAck(newest, delayHalfMs, taken) {
  const present = [];
  let presence = 0;
  for (let i = 0; i < 8; i++) {
    let mask = 0;
    for (let bit = 0; bit < 8; bit++) {
      const number = newest - 1 - (8 * i + bit);
      if (number < 0 || taken(number)) mask |= 1 << bit;
    }
    if (mask !== 0xff) {
      presence |= 1 << i;
      present.push(mask);
    }
  }
  return Buffer.concat([u16(newest % 65536), u8(delayHalfMs), u8(presence), Buffer.from(present)]);
}

/** Returns { newest, delayHalfMs, numbers } with every number acked, newest first. */
export function decodeAck(reader, highestSent) {
  const newest = expand(reader.u16(), 16, highestSent + 1);
  const delayHalfMs = reader.u8();
  const presence = reader.u8();
  const numbers = [newest];
  for (let i = 0; i < 8; i++) {
    let mask = 0xff;
    if (presence & (1 << i)) {
      mask = reader.u8();
      demand(mask !== 0xff, 'mask byte FF is present');
    }
    for (let bit = 0; bit < 8; bit++) {
      const number = newest - 1 - (8 * i + bit);
      if (mask & (1 << bit)) {
        if (number >= 0) numbers.push(number);
      } else {
        demand(number >= 0, 'mask bit 0 for a number below 0');
      }
    }
  }
  return { newest, delayHalfMs, numbers };
}

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function readText(bytes) {
  let decoded;
  try {
    decoded = text.decode(bytes);
  } catch {
    throw new Violation('PROTOCOL', 'text is not UTF-8');
  }
  demand(!/[\u0000-\u001f\u007f]/.test(decoded), 'control character in a text');
  return decoded;
}

function channelOf(reader, allowed) {
  const channel = reader.u8();
  demand(allowed.includes(channel), `channel ${channel}`);
  return channel;
}

function lengthOf(reader, least, most) {
  const length = reader.u16();
  demand(length >= least && length <= most, `length ${length}`);
  return reader.bytes(length);
}

const RELIABLE_CHANNELS = [0, 1, 2, 5];

const FRAME_READERS = {
  0x00: (r) => ({ kind: 'PADDING', zero: demand(r.rest().every((b) => b === 0), 'padding not 0') }),
  0x01: (r) => ({ kind: 'PING', id: r.u16(), sentUs: r.u64() }),
  0x02: (r) => ({ kind: 'PONG', id: r.u16(), pingSentUs: r.u64(), pingReceivedUs: r.u64(), pongSentUs: r.u64() }),
  0x03: (r) => ({ kind: 'PATH_CHALLENGE', proof: r.bytes(8) }),
  0x04: (r) => ({ kind: 'PATH_RESPONSE', proof: r.bytes(8) }),
  0x05: readClose,
  0x06: readBaseMiss,
  0x10: (r) => ({ kind: 'RELIABLE', channel: channelOf(r, RELIABLE_CHANNELS), id: r.u16(), body: lengthOf(r, 2, 1024) }),
  0x11: readFragment,
  0x12: (r) => ({ kind: 'MESSAGE', channel: channelOf(r, [3, 4]), body: lengthOf(r, 2, 1024) }),
  0x20: (r) => ({ kind: 'SNAPSHOT', body: lengthOf(r, 1, 1100) }),
  0x21: (r) => ({ kind: 'INPUT', body: lengthOf(r, 1, 128) }),
};

function readClose(r) {
  const code = r.u16();
  const length = r.u8();
  demand(length <= 120, `close text of ${length}`);
  return { kind: 'CLOSE', code, text: readText(r.bytes(length)) };
}

function readBaseMiss(r) {
  const frame = { kind: 'BASE_MISS', cause: r.u8(), alias: r.u8() };
  demand(frame.cause <= 1 && frame.alias >= 1 && frame.alias <= 254, 'base miss');
  return frame;
}

function readFragment(r) {
  const channel = channelOf(r, RELIABLE_CHANNELS);
  const id = r.u16();
  const index = r.u8();
  const count = r.u8() + 1;
  demand(count >= 2 && index < count, `fragment ${index} of ${count}`);
  const body = lengthOf(r, 1, 1024);
  demand(index === count - 1 || body.length === 1024, `fragment ${index} of ${count} has ${body.length} bytes`);
  return { kind: 'FRAGMENT', channel, id, index, count, body };
}

export function decodeFrames(reader) {
  const frames = [];
  while (reader.left > 0) {
    demand(frames.length < 64, 'a 65th frame');
    const type = reader.u8();
    const read = FRAME_READERS[type];
    demand(read || type >= 0x80, `frame type ${type}`);
    frames.push(read ? read(reader) : { kind: 'UNKNOWN', type, body: reader.bytes(reader.u16()) });
  }
  return frames;
}

export const frame = {
  ping: (id, sentUs) => Buffer.concat([u8(0x01), u16(id), u64(sentUs)]),
  pong: (ping, receivedUs, sentUs) =>
    Buffer.concat([u8(0x02), u16(ping.id), u64(ping.sentUs), u64(receivedUs), u64(sentUs)]),
  pathChallenge: (proof) => Buffer.concat([u8(0x03), proof]),
  pathResponse: (proof) => Buffer.concat([u8(0x04), proof]),
  close: (code, words) => Buffer.concat([u8(0x05), u16(code), u8(Buffer.byteLength(words)), Buffer.from(words)]),
  baseMiss: (cause, alias) => Buffer.from([0x06, cause, alias]),
  reliable: (channel, id, body) => Buffer.concat([u8(0x10), u8(channel), u16(id), u16(body.length), body]),
  fragment: (channel, id, index, count, body) =>
    Buffer.concat([u8(0x11), u8(channel), u16(id), u8(index), u8(count - 1), u16(body.length), body]),
  message: (channel, body) => Buffer.concat([u8(0x12), u8(channel), u16(body.length), body]),
  input: (body) => Buffer.concat([u8(0x21), u16(body.length), body]),
};
