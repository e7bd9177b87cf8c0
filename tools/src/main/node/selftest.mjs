// Checks this reading against every worked example of docs/protocol/STANDARD.md. An example without a check here is an error,
// so that no new one stays unread. An independent reading of the standard. Node built-ins only.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as handshake from './handshake.mjs';
import { decodeMessage, echo } from './messages.mjs';
import { dataHeader, readDataHeader } from './packets.mjs';
import { sealedExamples } from './sealed.mjs';
import { BitWriter, Reader, decodeAck, decodeFrames, encodeAck, frame, varint, zigZag } from './wire.mjs';
import { encodeInput, integrityHash, placeOf, readDelta, readFull, readSnapshot } from './world.mjs';

const ID = Buffer.from('1122334455667788', 'hex');
const SECOND_US = 1_000_000n;
const CHALLENGE = { version: 0x0100, bucket: 0x0a0b0c0d, cookie: Buffer.from('a0a1a2a3a4a5a6a7a8a9aaabacadaeaf', 'hex') };
const WISH = {
  cid: 0x01020304, schemaHash: 0x1122334455667788n, build: 42, bytesPerSecondMax: 65_536, inputHz: 60, snapshotHz: 20,
};
const UNIT = { x: 1000, y: 1000, z: 0, kind: 7, yaw: 100, health: 255, speed: 20, animation: 1, flags: 0 };
const MOVED = { ...UNIT, x: 1064, y: 936, z: 3 };

const onlyFrame = (bytes) => {
  const frames = decodeFrames(new Reader(bytes));
  return frames.length === 1 ? frames[0] : frames;
};
const message = (bytes) => {
  const { channel, payload, ...fields } = decodeMessage(bytes);
  return fields;
};
const reader = (read) => (bytes) => {
  const r = new Reader(bytes);
  const value = read(r);
  r.end('example');
  return value;
};
const list = (read) => reader((r) => {
  const values = [];
  while (r.left > 0) values.push(read(r));
  return values;
});

const ackOf = reader((r) => decodeAck(r, 300));
const without = (...lost) => Array.from({ length: 65 }, (_, i) => 300 - i).filter((number) => !lost.includes(number));
const NUMBERS = [0, 127, 128, 16383, 16384, 4294967295];
const SIGNED = [0, -1, 1, -2, 2147483647, -2147483648];
const PLACES = [-1, 65535, 65536, -2147483648];
const block = (...bytes) => Buffer.from(bytes);

/** name: the bytes this reading makes of what the page says in words. */
const WRITES = {
  'prologue': () => handshake.makePrologue(0x0100, 0x0100, 0x0100, ID, 0),
  'hello-head': () => handshake.makeHello(ID, 0x0100, SECOND_US).subarray(0, 24),
  'connect-head': () => handshake.connectHead(ID, 0x0100, CHALLENGE),
  'connect-payload': () => handshake.connectPayload(WISH),
  'data-header': () => dataHeader(1, 0x4005, 0x1000001),
  'ack-lossless': () => encodeAck(300, 0, () => true),
  'ack-lossy': () => encodeAck(300, 7, (number) => number !== 298 && number !== 290),
  'frame-ping': () => frame.ping(7, SECOND_US),
  'frame-pong': () => frame.pong({ id: 7, sentUs: SECOND_US }, 2_000_000n, 2_000_500n),
  'frame-path-challenge': () => frame.pathChallenge(ID),
  'frame-close': () => frame.close(0x2001, 'bye'),
  'frame-base-miss': () => frame.baseMiss(0, 9),
  'frame-reliable': () => frame.reliable(1, 513, block(0x10, 0x11, 0x12, 0x13)),
  'frame-fragment': () => frame.fragment(1, 514, 1, 2, block(0, 1, 2, 3)),
  'frame-message': () => frame.message(4, block(0x10, 0x11, 0x12, 0x13)),
  'text': () => Buffer.concat([block(1), encodeAck(300, 0, () => true), frame.ping(7, SECOND_US), Buffer.alloc(8)]),
  'message-echo': () => echo(41, SECOND_US, block()),
  'input': () => encodeInput(1000, 1, 96, [1, 1, 0].map((buttons) => ({ dirX: 0, dirY: 127, aim: 512, buttons }))),
  'varints': () => Buffer.concat(NUMBERS.map(varint)),
  'zigzags': () => Buffer.concat(SIGNED.map(zigZag)),
  'positions': () => PLACES.reduce((bits, p) => bits.put(placeOf(p), 24).put(0, 8), new BitWriter()).bytes(),
};

/** name: [how this reading reads the example, what it must find]. */
const READS = {
  'challenge': [handshake.readChallenge, { id: ID, flags: 12, timeUs: SECOND_US, ...CHALLENGE, lowest: 0x0100, highest: 0x0100 }],
  'accept-payload': [handshake.readAcceptPayload, {
    accepted: true, cid: 0x4005, tick: 3600, timeUs: 60_000_000n, tickHz: 60, inputHz: 60, snapshotHz: 20,
    serverAckDelayMs: 67, clientAckDelayMs: 34, bytesPerSecond: 16_384, rekeyPackets: 2 ** 22, rekeySeconds: 900,
    resetToken: Buffer.from('b0b1b2b3b4b5b6b7b8b9babbbcbdbebf', 'hex'), ticket: block(0xc0, 0xc1, 0xc2, 0xc3),
  }],
  'refuse-payload': [handshake.readAcceptPayload, {
    accepted: false, reason: 'FULL', retryAfterMs: 30_000, build: 42, schemaHash: 0x1122334455667788n, text: '',
  }],
  'reset': [handshake.readReset, { cid: 0x4005, token: Buffer.from('b0b1b2b3b4b5b6b7b8b9babbbcbdbebf', 'hex') }],
  'data-header': [(bytes) => readDataHeader(Buffer.concat([bytes, Buffer.alloc(17)])), { phase: 1, cid: 0x4005, low: 1 }],
  'ack-lossless': [ackOf, { newest: 300, delayHalfMs: 0, numbers: without() }],
  'ack-lossy': [ackOf, { newest: 300, delayHalfMs: 7, numbers: without(298, 290) }],
  'frame-ping': [onlyFrame, { kind: 'PING', id: 7, sentUs: SECOND_US }],
  'frame-pong': [onlyFrame, { kind: 'PONG', id: 7, pingSentUs: SECOND_US, pingReceivedUs: 2_000_000n, pongSentUs: 2_000_500n }],
  'frame-path-challenge': [onlyFrame, { kind: 'PATH_CHALLENGE', proof: ID }],
  'frame-close': [onlyFrame, { kind: 'CLOSE', code: 0x2001, text: 'bye' }],
  'frame-base-miss': [onlyFrame, { kind: 'BASE_MISS', cause: 0, alias: 9 }],
  'frame-reliable': [onlyFrame, { kind: 'RELIABLE', channel: 1, id: 513, body: block(0x10, 0x11, 0x12, 0x13) }],
  'frame-message': [onlyFrame, { kind: 'MESSAGE', channel: 4, body: block(0x10, 0x11, 0x12, 0x13) }],
  'frame-fragment': [onlyFrame, { kind: 'FRAGMENT', channel: 1, id: 514, index: 1, count: 2, body: block(0, 1, 2, 3) }],
  'message-enter-world': [message, {
    type: 'ENTER_WORLD', epoch: 1, cause: 0, mapId: 3, contentHash: 0x0102030405060708n, netId: 77, tick: 3600,
    x: 655_360, y: 1_310_720, z: -1, yaw: 16_384, map: 'map_001',
  }],
  'message-leave-world': [message, { type: 'LEAVE_WORLD', epoch: 1, cause: 0 }],
  'message-queue-position': [message, { type: 'QUEUE_POSITION', position: 3, waiting: 9, waitSeconds: 65_535 }],
  'message-announce': [message, { type: 'ANNOUNCE', severity: 1, text: 'map_001' }],
  'message-resume-offer': [message, { type: 'RESUME_OFFER', validSeconds: 60, ticket: block(0xc0, 0xc1, 0xc2, 0xc3) }],
  'message-entity-profile': [message, { type: 'ENTITY_PROFILE', netId: 77, look: 5n, name: 'map' }],
  'message-world-block': [message, {
    type: 'WORLD_BLOCK', objectId: 5, totalLength: 4, offset: 0, rawLength: 0, block: block(0x10, 0x11, 0x12, 0x13),
  }],
  'message-echo': [message, { type: 'ECHO', number: 41, sentUs: SECOND_US, filling: block() }],
  'varints': [list((r) => r.varint()), NUMBERS],
  'zigzags': [list((r) => r.zigZag()), SIGNED],
  'record-full': [reader(readFull), { netId: 77, state: UNIT }],
  'record-delta': [(bytes) => reader(readDelta)(bytes)(UNIT), MOVED],
  'snapshot': [snapshot, {
    tick: 3660, epoch: 1, consumed: 3658, inputLead: 512, vitals: [500, 1000, 40, 450, 350],
    motion: {
      x: 655_360, y: 1_310_720, z: -1, yaw: 16_384, mode: 0, flags: 0, speedPermille: 1000, velocity: [5461, -1, 0], stamina: 350_000,
    },
    integrity: { entities: [{ alias: 1, age: 2 }], hash: integrityHash([{ netId: 77, state: UNIT }]) },
    records: [{ alias: 2, full: { netId: 77, state: UNIT } }, { alias: 1, age: 3, state: MOVED }, { alias: 3, left: true }],
  }],
};

/** A snapshot with its delta applied to the state of the example, so that it can be compared. */
function snapshot(bytes) {
  const found = readSnapshot(bytes);
  found.records = found.records.map(({ apply, ...record }) => (apply ? { ...record, state: apply(UNIT) } : record));
  return found;
}

/** Runs every check; says each through say and returns whether all agree. */
export function selfTest(standardFile, say) {
  const examples = examplesOf(readFileSync(standardFile, 'utf8'));
  const faults = [];
  let checks = 0;
  const check = (name, what, test) => {
    checks++;
    try {
      test();
    } catch (error) {
      faults.push(`${name}: ${what}: ${error.message}`);
    }
  };
  const sealed = sealedExamples(ID, examples.get('sealed-message-2'), WISH);
  for (const [name, bytes] of examples) {
    if (sealed[name]) check(name, 'sealed', () => assert.equal(sealed[name].toString('hex'), bytes.toString('hex')));
    else if (!WRITES[name] && !READS[name]) faults.push(`${name}: no check reads this example`);
    if (WRITES[name]) check(name, 'written', () => assert.equal(WRITES[name]().toString('hex'), bytes.toString('hex')));
    if (READS[name]) check(name, 'read', () => assert.deepEqual(READS[name][0](bytes), READS[name][1]));
  }
  for (const name of new Set([...Object.keys(WRITES), ...Object.keys(READS)])) {
    if (!examples.has(name)) faults.push(`${name}: the standard has no such example`);
  }
  faults.forEach((fault) => say(fault));
  say(JSON.stringify({ examples: examples.size, checks, faults: faults.length }));
  return examples.size > 0 && faults.length === 0;
}

function examplesOf(page) {
  const blocks = page.matchAll(/^```hex ([a-z0-9-]+)\n([0-9a-f\s]+)^```/gm);
  return new Map([...blocks].map(([, name, hex]) => [name, Buffer.from(hex.replace(/\s/g, ''), 'hex')]));
}
