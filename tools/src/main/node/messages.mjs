// Messages: type u16 and payload. An independent reading of docs/protocol/STANDARD.md section 8 and
// docs/reference/messages.md. A WORLD_BLOCK's head is checked, its block not opened: nothing here shows a world.

import { Reader, demand, readText, u16, u32, u64 } from './wire.mjs';

export const SCHEMA_HASH = 0x39ec8c20c173eaacn;

const between = (value, least, most, what) => {
  demand(value >= least && value <= most, `${what} ${value}`);
  return value;
};

const textOf = (r, least, most) => {
  between(r.left, least, most, 'length of a text');
  return readText(r.rest());
};

// id: [type, channel, reader]
const MESSAGES = {
  1: ['ENTER_WORLD', 0, readEnterWorld],
  2: ['LEAVE_WORLD', 0, (r) => ({ epoch: r.u8(), cause: between(r.u8(), 0, 1, 'cause') })],
  3: ['QUEUE_POSITION', 0, readQueuePosition],
  4: ['ANNOUNCE', 0, (r) => ({ severity: between(r.u8(), 0, 2, 'severity'), text: textOf(r, 1, 400) })],
  5: ['RESUME_OFFER', 0, (r) => ({ validSeconds: between(r.u16(), 1, 65_535, 'life'), ticket: ticketOf(r) })],
  6: ['ENTITY_PROFILE', 2, (r) => ({ netId: r.u32(), look: r.u64(), name: textOf(r, 1, 80) })],
  7: ['WORLD_BLOCK', 5, readWorldBlock],
  16: ['ECHO', 1, readEcho],
  17: ['ECHO_REPLY', 1, readEcho],
};

function readEnterWorld(r) {
  const message = {
    epoch: r.u8(), cause: between(r.u8(), 0, 3, 'cause'), mapId: r.u32(), contentHash: r.u64(), netId: r.u32(), tick: r.u32(),
    x: r.i32(), y: r.i32(), z: r.i32(), yaw: r.u16(),
  };
  const length = between(r.u8(), 1, 64, 'length of a map name');
  return { ...message, map: readText(r.bytes(length)) };
}

function readQueuePosition(r) {
  const message = { position: r.u32(), waiting: r.u32(), waitSeconds: r.u16() };
  demand(message.position >= 1 && message.waiting >= message.position, 'place in the queue');
  return message;
}

function ticketOf(r) {
  between(r.left, 1, 128, 'length of a ticket');
  return r.rest();
}

function readWorldBlock(r) {
  const message = { objectId: r.u32(), totalLength: r.u32(), offset: r.u32(), rawLength: r.u16(), block: r.rest() };
  const { rawLength, block } = message;
  between(block.length, 1, rawLength === 0 ? 16_384 : rawLength - 1, 'length of a block');
  demand(rawLength <= 16_384 && rawLength <= 255 * block.length, 'raw length of a block');
  return message;
}

function readEcho(r) {
  between(r.left, 12, 8_192, 'length of an echo');
  const payload = r.buffer.subarray(r.at);
  return { number: r.u32(), sentUs: r.u64(), filling: r.rest(), payload };
}

/** { type, channel, ... } of a message that came on this channel; undefined checks no channel. */
export function decodeMessage(body, channel) {
  const r = new Reader(body);
  const id = r.u16();
  const known = MESSAGES[id];
  demand(known, `message type ${id}`);
  demand(channel === undefined || channel === known[1], `${known[0]} on channel ${channel}`);
  const message = { type: known[0], channel: known[1], ...known[2](r) };
  r.end(known[0]);
  return message;
}

export const echo = (number, sentUs, filling) => Buffer.concat([u16(16), u32(number), u64(sentUs), filling]);
