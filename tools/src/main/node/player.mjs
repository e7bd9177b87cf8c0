// The part of a client that is in a world: epochs, snapshots, inputs and the clock they follow. An independent reading of
// docs/protocol/STANDARD.md sections 8.2 and 9.2 and docs/protocol/session-states.md. Node built-ins only.

import { World, encodeInput } from './world.mjs';

const INPUTS_MAX = 11;
const OLDER_MAX = 8;
const LEAD_WANTED_TICKS = 4;
const JUMP_MS = 250;
const SETTLE_MS = 500;
const VIEW_AGE = 6 * 16;

/** What the walker wants at a tick: a square, with a sprint on one side. */
function wishOf(tick) {
  const side = Math.floor(tick / 60) % 4;
  const [dirX, dirY] = [[0, 127], [127, 0], [0, -127], [-127, 0]][side];
  return { dirX, dirY, aim: side * 1024, buttons: side === 0 ? 1 : 0 };
}

export class Player {
  constructor(terms, nowMs) {
    this.tickHz = terms.tickHz;
    this.inputMs = 1000 / terms.inputHz;
    this.zeroMs = nowMs - (terms.tick / this.tickHz) * 1000;
    this.shiftTicks = LEAD_WANTED_TICKS;
    this.settledMs = 0;
    this.steeredMs = nowMs;
    this.world = null;
    this.inWorld = false;
    this.lastInputMs = -Infinity;
    this.lastTick = 0;
    this.firstTick = 0;
    this.inputsSent = 0;
    this.snapshots = 0;
  }

  message(message, nowMs) {
    if (message.type === 'ENTER_WORLD') {
      this.world = new World(message.epoch);
      this.inWorld = true;
      this.firstTick = Math.floor(this.#tickAt(nowMs));
      this.lastTick = this.firstTick - 1;
    } else if (message.type === 'LEAVE_WORLD' && this.world && message.epoch === this.world.epoch) {
      this.inWorld = false;
    }
  }

  /** A snapshot of a later epoch than the present one must not be taken. */
  accepts(snapshot) { return this.world !== null && this.world.compareEpoch(snapshot) <= 0; }

  snapshot(snapshot, nowMs) {
    this.snapshots++;
    if (this.world.compareEpoch(snapshot) < 0) return;
    const newer = snapshot.tick > this.world.newestTick;
    this.world.process(snapshot);
    if (newer && this.inputsSent > 0) this.#steer(nowMs);
  }

  /** Up to 2 % faster or slower, at once if wrong by more than 250 ms. */
  #steer(nowMs) {
    const wrong = LEAD_WANTED_TICKS - this.world.inputLead;
    const most = (0.02 * (nowMs - this.steeredMs) * this.tickHz) / 1000;
    this.steeredMs = nowMs;
    if (Math.abs(wrong) <= (JUMP_MS * this.tickHz) / 1000) {
      this.shiftTicks += Math.max(-most, Math.min(most, wrong));
    } else if (nowMs >= this.settledMs) {
      this.shiftTicks += wrong;
      this.settledMs = nowMs + SETTLE_MS;
    }
  }

  #tickAt(nowMs) { return ((nowMs - this.zeroMs) * this.tickHz) / 1000 + this.shiftTicks; }

  inputDue(nowMs) { return this.inWorld && nowMs - this.lastInputMs >= this.inputMs && this.#tickAt(nowMs) >= this.lastTick + 1; }

  input(nowMs) {
    const tick = Math.floor(this.#tickAt(nowMs));
    const count = Math.min(INPUTS_MAX, tick - this.lastTick + OLDER_MAX, tick - this.firstTick + 1);
    this.lastInputMs = Math.max(nowMs - this.inputMs, this.lastInputMs + this.inputMs);
    this.lastTick = tick;
    this.inputsSent++;
    const inputs = Array.from({ length: count }, (_, i) => wishOf(tick - i));
    return encodeInput(tick, this.world.epoch, VIEW_AGE, inputs);
  }

  misses(nowMs) { return this.world ? this.world.misses(nowMs) : []; }
}
