// Inputs to and snapshots from a world: bits, histories of aliases, bases, the integrity hash. An independent reading of
// docs/protocol/STANDARD.md sections 8.2 and 9. Node built-ins only.

import { BitReader, BitWriter, Reader, demand, u16, u32, u8 } from './wire.mjs';

const HISTORY_TICKS = 64;
const BASE_MISS_MS = 100;
const LEFT = 255;
const XY_STEPS = [6, 9, 12];
const Z_STEPS = [4, 8, 12];
const AXIS = 2 ** 24;
const HASH_FACTOR = 0x9e3779b97f4a7c15n;
const HASH_START = 0x746f7331746f7331n;

const alike = (a, b) => [a.dirX === b.dirX && a.dirY === b.dirY, a.aim === b.aim, a.buttons === b.buttons];

/** inputs: newest first, { dirX, dirY, aim, buttons } of consecutive ticks. */
export function encodeInput(tick, epoch, viewAge, inputs) {
  const bits = new BitWriter();
  inputs.forEach((input, i) => {
    const same = i === 0 ? [false, false, false] : alike(input, inputs[i - 1]);
    if (i > 0) {
      bits.put(same.every((s) => s) ? 1 : 0, 1);
      if (same.every((s) => s)) return;
      bits.put(same.reduce((mask, s, k) => mask | (s ? 0 : 1 << k), 0), 3);
    }
    if (!same[0]) bits.put(input.dirX, 8).put(input.dirY, 8);
    if (!same[1]) bits.put(input.aim, 12);
    if (!same[2]) bits.put(input.buttons, 8);
  });
  return Buffer.concat([u32(tick), u8(epoch), u16(viewAge), u8(inputs.length), bits.bytes()]);
}

/** A position axis on the wire: >> 8, modulo 2^24. */
export const placeOf = (position) => (position >> 8) & (AXIS - 1);

export function readFull(reader) {
  const bits = new BitReader(reader);
  const netId = bits.unsigned(32);
  const state = { x: bits.unsigned(24), y: bits.unsigned(24), kind: bits.unsigned(16), z: bits.unsigned(24) };
  Object.assign(state, { yaw: bits.unsigned(10), health: bits.unsigned(8), speed: bits.unsigned(6) });
  Object.assign(state, { animation: bits.unsigned(6), flags: bits.unsigned(8) });
  bits.end();
  return { netId, state };
}

/** What a delta says, still without its base: a function of the base that gives the new state. */
export function readDelta(reader) {
  const bits = new BitReader(reader);
  const mask = bits.unsigned(7);
  const steps = {};
  const fields = {};
  if (mask & 1) readSteps(bits, ['x', 'y'], XY_STEPS, steps, fields);
  if (mask & 2) readSteps(bits, ['z'], Z_STEPS, steps, fields);
  if (mask & 4) fields.yaw = bits.unsigned(10);
  if (mask & 8) fields.health = bits.unsigned(8);
  if (mask & 16) Object.assign(fields, { speed: bits.unsigned(6), animation: bits.unsigned(6) });
  if (mask & 32) fields.flags = bits.unsigned(8);
  if (mask & 64) fields.kind = bits.unsigned(16);
  bits.end();
  return (base) => {
    const state = { ...base, ...fields };
    for (const [axis, step] of Object.entries(steps)) state[axis] = (base[axis] + step + AXIS) % AXIS;
    return state;
  };
}

function readSteps(bits, axes, widths, steps, fields) {
  const width = widths[bits.unsigned(2)];
  for (const axis of axes) {
    if (width === undefined) fields[axis] = bits.unsigned(24);
    else steps[axis] = bits.signed(width);
  }
}

function readMotion(r) {
  const motion = { x: r.i32(), y: r.i32(), z: r.i32(), yaw: r.u16(), mode: r.u8(), flags: r.u8(), speedPermille: r.u16() };
  demand(motion.mode <= 4, 'mode');
  return Object.assign(motion, { velocity: [r.zigZag(), r.zigZag(), r.zigZag()], stamina: r.varint() });
}

function readIntegrity(r) {
  const count = r.u8();
  demand(count >= 1 && count <= 8, 'count of an integrity check');
  const entities = Array.from({ length: count }, () => ({ alias: r.u8(), age: r.u8() }));
  demand(entities.every(({ age }) => age <= 63), 'age of an integrity check');
  return { entities, hash: r.u32() };
}

function readRecord(r) {
  const alias = r.u8();
  const age = r.u8();
  demand(alias >= 1 && alias <= 254, `alias ${alias}`);
  demand(age <= 63 || age === LEFT, `age ${age}`);
  if (age === LEFT) return { alias, left: true };
  return age === 0 ? { alias, full: readFull(r) } : { alias, age, apply: readDelta(r) };
}

export function readSnapshot(body) {
  const r = new Reader(body);
  const snapshot = { tick: r.u32(), epoch: r.u8(), consumed: r.u16(), inputLead: r.i16(), records: [] };
  const flags = r.u8();
  demand(flags <= 7, 'flags of a snapshot');
  if (flags & 1) snapshot.motion = readMotion(r);
  if (flags & 2) snapshot.vitals = Array.from({ length: 5 }, () => r.varint());
  if (flags & 4) snapshot.integrity = readIntegrity(r);
  while (r.left > 0) snapshot.records.push(readRecord(r));
  demand(new Set(snapshot.records.map(({ alias }) => alias)).size === snapshot.records.length, 'an alias twice');
  return snapshot;
}

/** The integrity hash over [{ netId, state }]. */
export function integrityHash(entities) {
  const wrap = (value) => BigInt.asUintN(64, value);
  const add = (h, word) => {
    const mixed = wrap((h ^ word) * HASH_FACTOR);
    return mixed ^ (mixed >> 32n);
  };
  let h = HASH_START;
  for (const { netId, state: s } of entities) {
    const [x, y, z, kind, yaw, health, speed, animation, flags] =
      [s.x, s.y, s.z, s.kind, s.yaw, s.health, s.speed, s.animation, s.flags].map(BigInt);
    h = add(h, BigInt(netId));
    h = add(h, x | (y << 24n) | (kind << 48n));
    h = add(h, z | (yaw << 24n) | (health << 34n) | (speed << 42n) | (animation << 48n) | (flags << 54n));
  }
  return Number(wrap(h * HASH_FACTOR) >> 32n);
}

/** What C knows of one world: the states of each alias by tick, and which aliases want a full record. */
export class World {
  constructor(epoch) {
    this.epoch = epoch;
    this.owners = new Map();
    this.missing = new Map();
    this.newestTick = -1;
    this.inputLead = null;
    this.hashMisses = 0;
  }

  /** Below 0: of an earlier epoch; above 0: of a later one. */
  compareEpoch(snapshot) { return ((snapshot.epoch - this.epoch + 384) % 256) - 128; }

  process(snapshot) {
    for (const record of snapshot.records) this.#record(snapshot.tick, record);
    if (snapshot.tick > this.newestTick) {
      this.newestTick = snapshot.tick;
      this.inputLead = snapshot.inputLead / 256;
    }
    if (snapshot.integrity) this.#check(snapshot.tick, snapshot.integrity);
    for (const owner of this.owners.values()) forget(owner, this.newestTick - HISTORY_TICKS);
  }

  #record(tick, record) {
    const owner = this.owners.get(record.alias);
    if (record.full) {
      this.#full(tick, record.alias, owner, record.full);
    } else if (record.left) {
      if (owner && tick >= owner.firstTick) this.#leave(tick, record.alias, owner);
    } else {
      this.#delta(tick, record, owner);
    }
  }

  #full(tick, alias, owner, full) {
    if (owner && owner.netId !== full.netId && tick <= owner.lastTick) return;
    if (owner && owner.netId === full.netId) {
      put(owner, tick, full.state);
    } else {
      this.owners.set(alias, { netId: full.netId, firstTick: tick, lastTick: tick, states: [{ tick, state: full.state }] });
    }
    this.missing.delete(alias);
  }

  #leave(tick, alias, owner) {
    owner.lastTick = Math.max(owner.lastTick, tick);
    this.missing.delete(alias);
  }

  #delta(tick, record, owner) {
    if (owner && tick <= owner.firstTick) return;
    if (this.missing.has(record.alias)) return;
    const base = owner && at(owner, tick - record.age);
    if (base) put(owner, tick, record.apply(base));
    else this.missing.set(record.alias, { cause: 0, toldMs: -Infinity });
  }

  #check(tick, integrity) {
    const known = integrity.entities.map(({ alias, age }) => {
      const owner = this.owners.get(alias);
      const state = owner && at(owner, tick - age);
      return state && { netId: owner.netId, state };
    });
    if (known.every((entity) => entity) && integrityHash(known) === integrity.hash) return;
    this.hashMisses++;
    for (const { alias } of integrity.entities) this.missing.set(alias, { cause: 1, toldMs: -Infinity });
  }

  /** The BASE_MISS to send now, each alias at most once in 100 ms: [cause, alias] pairs. */
  misses(nowMs) {
    const due = [...this.missing].filter(([, miss]) => nowMs - miss.toldMs >= BASE_MISS_MS).slice(0, 20);
    for (const [, miss] of due) miss.toldMs = nowMs;
    return due.map(([alias, miss]) => [miss.cause, alias]);
  }
}

function put(owner, tick, state) {
  owner.lastTick = Math.max(owner.lastTick, tick);
  owner.firstTick = Math.min(owner.firstTick, tick);
  const index = owner.states.findIndex((entry) => entry.tick <= tick);
  owner.states.splice(index < 0 ? owner.states.length : index, 0, { tick, state });
}

/** The newest state at or before tick; states are newest first. */
function at(owner, tick) {
  return owner.states.find((entry) => entry.tick <= tick)?.state;
}

/** Keeps the states since oldest and the newest before. */
function forget(owner, oldest) {
  const index = owner.states.findIndex((entry) => entry.tick < oldest);
  if (index >= 0) owner.states.length = index + 1;
}
