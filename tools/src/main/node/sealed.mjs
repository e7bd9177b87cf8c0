// The standard's appendix, a whole handshake with fixed keys, made anew from its words: what every example there must be.
// An independent reading of docs/protocol/STANDARD.md. Node built-ins only.

import { hkdfSync } from 'node:crypto';
import { connectPayload, makePrologue } from './handshake.mjs';
import { Initiator, pairFrom, rekey, seal } from './noise.mjs';
import { dataHeader } from './packets.mjs';
import { encodeAck, frame, u16, u32, u64, u8 } from './wire.mjs';

const CID = 0x4005;
const counting = (first, length = 32) => Buffer.from(Array.from({ length }, (_, index) => first + index));
const derive = (salt, key, info) => Buffer.from(hkdfSync('sha256', key, salt, info, 32));

function packet(key, phase, number, text) {
  const header = dataHeader(phase, CID, number);
  return Buffer.concat([header, seal(key, number, header, text)]);
}

function token(psk) {
  const tokenId = counting(0x10, 16);
  const instanceId = u64(0x0102030405060708n);
  const serverKey = derive(Buffer.alloc(0), counting(0x40), Buffer.concat([Buffer.from('tok'), instanceId]));
  const clear = Buffer.concat([tokenId, u64(1_800_000_045n), instanceId, u64(0x0000000131534f54n)]);
  const claims = Buffer.concat([
    u8(1), Buffer.alloc(7), u64(7n), u64(8n), psk, u32(1), u32(3), u64(1_800_000_000n), Buffer.alloc(176),
  ]);
  return Buffer.concat([clear, seal(derive(tokenId, serverKey, 'tok'), 0, clear, claims)]);
}

/** name: bytes, for every example whose name begins with "sealed-". @param message2 as the page has it: S's words. */
export function sealedExamples(id, message2, wish) {
  const psk = counting(0x60);
  const server = pairFrom(derive(Buffer.alloc(0), counting(0x40), 'static'));
  const noise = new Initiator(makePrologue(0x0100, 0x0100, 0x0100, id, 0), server.open, psk, pairFrom(counting(0x80)));
  const first = noise.writeFirst(connectPayload(wish));
  const second = noise.readSecond(message2.subarray(0, 32), message2.subarray(32));
  const next = rekey(second.sendKey);
  const ping = Buffer.concat([u8(0), frame.ping(7, 1_000_000n)]);
  const echo = Buffer.concat([u8(1), encodeAck(4, 2, () => true), frame.reliable(1, 0, Buffer.concat([u16(16), counting(0x12, 12)]))]);
  return {
    'sealed-server-public-key': server.open,
    'sealed-token': token(psk),
    'sealed-message-1': Buffer.concat([first.e, first.sealed]),
    'sealed-message-2': message2,
    'sealed-key-to-server': second.sendKey,
    'sealed-key-to-client': second.receiveKey,
    'sealed-packet-0': packet(second.sendKey, 0, 0, ping),
    'sealed-next-key-to-server': next,
    'sealed-packet-phase-1': packet(next, 1, 5, echo),
  };
}
