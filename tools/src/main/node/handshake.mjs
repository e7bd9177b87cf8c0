// Grant, HELLO, CHALLENGE, CONNECT, ACCEPT, RESET, and the attempt that leads from the first to the keys. An independent
// reading of docs/protocol/STANDARD.md sections 2 to 4 and docs/protocol/session-states.md. Node built-ins only.

import { randomBytes } from 'node:crypto';
import { MAGIC, Reader, VERSION, closeName, demand, readText, u16, u32, u64, u8 } from './wire.mjs';
import { Initiator } from './noise.mjs';

const FIRST_INTERVAL_MS = 250;
const INTERVAL_MAX_MS = 500;
const ADDRESS_MS = 10_000;
const TYPE = { HELLO: 1, CHALLENGE: 2, CONNECT: 3, ACCEPT: 4, RESET: 5 };

export const nowUs = () => process.hrtime.bigint() / 1000n;

/** The grant behind "tos1:": where S is, the sealed token, the psk, S's static key. */
export function readGrant(text) {
  if (!/^tos1:[A-Za-z0-9_-]+$/.test(text)) throw new Error('a grant is tos1: and base64url');
  const r = new Reader(Buffer.from(text.slice(5), 'base64url'));
  const n = r.u8();
  if (n !== 4 && n !== 16) throw new Error(`address of ${n} bytes`);
  const raw = r.bytes(n);
  const host = n === 4 ? raw.join('.') : raw.toString('hex').match(/.{4}/g).join(':');
  const port = r.u16();
  if (port === 0) throw new Error('port 0');
  const grant = { family: n, host, port, token: r.bytes(304), psk: r.bytes(32), serverStatic: r.bytes(32) };
  r.end('grant');
  return grant;
}

const head = (type, id, version, flags) => Buffer.concat([u8(type), id, MAGIC, u16(version), u8(flags)]);

const padded = (bytes, length) => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);

export const makeHello = (id, version, timeUs) => padded(Buffer.concat([head(TYPE.HELLO, id, version, 0), u64(timeUs)]), 1200);

function readHead(reader, type) {
  demand(reader.u8() === type, 'another type');
  const id = reader.bytes(8);
  demand(reader.bytes(4).equals(MAGIC), 'another magic');
  return { id, version: reader.u16(), flags: reader.u8() };
}

export function readChallenge(datagram) {
  demand(datagram.length === 48, 'length of CHALLENGE');
  const r = new Reader(datagram);
  return {
    ...readHead(r, TYPE.CHALLENGE),
    timeUs: r.u64(), bucket: r.u32(), cookie: r.bytes(16), lowest: r.u16(), highest: r.u16(),
  };
}

export const makePrologue = (version, lowest, highest, id, flags) =>
  Buffer.concat([MAGIC, u16(version), u16(lowest), u16(highest), id, u8(flags)]);

export const connectHead = (id, version, challenge) =>
  Buffer.concat([head(TYPE.CONNECT, id, version, 0), u32(challenge.bucket), challenge.cookie]);

export function connectPayload(wish) {
  return Buffer.concat([
    u32(wish.cid), u64(wish.schemaHash), u32(0), u32(wish.build), u32(wish.bytesPerSecondMax),
    u8(wish.inputHz), u8(wish.snapshotHz), u16(0),
  ]);
}

export function makeConnect(id, challenge, grant, first) {
  const bytes = Buffer.concat([
    connectHead(id, challenge.version, challenge), grant.token, first.e, u16(first.sealed.length), first.sealed,
  ]);
  return padded(bytes, 1200);
}

/** ACCEPT up to its sealed payload; null if it is none that could be ours. */
export function readAccept(datagram, id) {
  if (datagram.length < 67 || datagram.length > 400) return null;
  const r = new Reader(datagram);
  const found = readHead(r, TYPE.ACCEPT);
  if (!found.id.equals(id) || found.version !== VERSION || found.flags !== 0) return null;
  const e = r.bytes(32);
  return r.u16() === r.left ? { e, sealed: r.rest() } : null;
}

export function readAcceptPayload(payload) {
  const r = new Reader(payload);
  const outcome = r.u8();
  demand(outcome <= 1, 'outcome');
  return outcome === 0 ? readAccepted(r) : readRefused(r);
}

function readAccepted(r) {
  const terms = {
    accepted: true,
    cid: r.u32(), tick: r.u32(), timeUs: r.u64(), tickHz: r.u8(), inputHz: r.u8(), snapshotHz: r.u8(),
    serverAckDelayMs: r.u16() / 2, clientAckDelayMs: r.u16() / 2, bytesPerSecond: r.u32(),
    rekeyPackets: r.u32(), rekeySeconds: r.u16(), resetToken: r.bytes(16),
  };
  const length = r.u8();
  demand(length <= 128 && terms.cid !== 0, 'terms');
  terms.ticket = r.bytes(length);
  r.end('ACCEPT');
  return terms;
}

function readRefused(r) {
  const refusal = { accepted: false, reason: closeName(r.u16()), retryAfterMs: r.u32(), build: r.u32(), schemaHash: r.u64() };
  const length = r.u8();
  demand(length <= 120, 'text of a refusal');
  refusal.text = readText(r.bytes(length));
  r.end('refusal');
  return refusal;
}

export function readReset(datagram) {
  demand(datagram.length === 21, 'length of RESET');
  const r = new Reader(datagram);
  demand(r.u8() === TYPE.RESET, 'another type');
  return { cid: r.u32(), token: r.bytes(16) };
}

/**
 * One attempt at one address: IDLE to the keys. connect() gives { terms, sendKey, receiveKey } or throws with a reason.
 * The owner hands it each datagram through receive().
 */
export class Attempt {
  constructor(grant, wish, send) {
    this.grant = grant;
    this.wish = wish;
    this.send = send;
    this.restarted = false;
  }

  connect() {
    return new Promise((resolve, reject) => {
      this.finish = (result) => { this.#stop(); resolve(result); };
      this.fail = (reason) => { this.#stop(); reject(new Error(reason)); };
      this.deadline = setTimeout(() => this.fail('TIMEOUT'), ADDRESS_MS);
      this.#hello();
    });
  }

  #hello() {
    this.id = randomBytes(8);
    this.helloTimes = new Set();
    this.noise = null;
    this.#repeat(() => {
      const time = nowUs();
      this.helloTimes.add(time);
      return makeHello(this.id, VERSION, time);
    });
  }

  /** Sends what make() gives now, after 250 ms, then at intervals 1.25 times the last up to 500 ms. */
  #repeat(make) {
    clearTimeout(this.timer);
    const again = (interval) => {
      this.send(make());
      this.timer = setTimeout(again, interval, Math.min(interval * 1.25, INTERVAL_MAX_MS));
    };
    again(FIRST_INTERVAL_MS);
  }

  #stop() {
    clearTimeout(this.timer);
    clearTimeout(this.deadline);
  }

  /** What cannot be read is dropped: an attempt has no peer yet that could be blamed. */
  receive(datagram) {
    try {
      if (datagram[0] === TYPE.CHALLENGE && !this.noise) this.#challenge(readChallenge(datagram));
      if (datagram[0] === TYPE.ACCEPT && this.noise) this.#accept(readAccept(datagram, this.id));
    } catch (error) {
      if (error.reason !== 'PROTOCOL') throw error;
    }
  }

  #challenge(challenge) {
    if (!challenge.id.equals(this.id) || !this.helloTimes.has(challenge.timeUs)) return;
    if (challenge.lowest > VERSION || challenge.highest < VERSION) {
      this.fail('VERSION');
    } else if (challenge.version !== VERSION) {
      if (!this.restarted) this.#hello();
      this.restarted = true;
    } else {
      const prologue = makePrologue(VERSION, challenge.lowest, challenge.highest, this.id, 0);
      this.noise = new Initiator(prologue, this.grant.serverStatic, this.grant.psk);
      const connect = makeConnect(this.id, challenge, this.grant, this.noise.writeFirst(connectPayload(this.wish)));
      this.#repeat(() => connect);
    }
  }

  #accept(accept) {
    const second = accept && this.noise.readSecond(accept.e, accept.sealed);
    if (!second) return;
    const terms = readAcceptPayload(second.payload);
    if (terms.accepted) this.finish({ terms, sendKey: second.sendKey, receiveKey: second.receiveKey });
    else this.fail(terms.reason);
  }
}
