// A client written by a stranger: from docs/protocol/STANDARD.md and docs/protocol/session-states.md alone, sharing nothing
// with the engine. It proves that the pages suffice. Connects, sends numbered ECHO messages, checks each reply, changes its
// key on the way, and closes. Exit code 0 only if all was right. Node 20 or newer, built-in modules only.

import dgram from 'node:dgram';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Attempt, nowUs, readGrant } from './handshake.mjs';
import { SCHEMA_HASH, echo } from './messages.mjs';
import { Player } from './player.mjs';
import { selfTest } from './selftest.mjs';
import { Session } from './session.mjs';

const USAGE = `usage: node stranger.mjs --token tos1:... [--seconds N] [--messages N] [--rekey-packets N] [--json]
       node stranger.mjs --self-test STANDARD.md`;
const OPTIONS = {
  token: { type: 'string' },
  seconds: { type: 'string', default: '60' },
  messages: { type: 'string', default: '200' },
  'rekey-packets': { type: 'string', default: '500' },
  json: { type: 'boolean', default: false },
  'self-test': { type: 'string' },
};
const ECHO_INTERVAL_MS = 20;
const LARGE_EVERY = 16;
const LARGE_BYTES = 2_500;
const BUILD = 1;

/** What an echo carries behind its head: small as a rule, now and then so large that it goes in fragments. */
function fillingOf(number) {
  const length = number % LARGE_EVERY === LARGE_EVERY - 1 ? LARGE_BYTES : number % 64;
  return Buffer.from({ length }, (_, i) => (number * 31 + i * 7) & 0xff);
}

/** Counts what came back of what was sent. */
class EchoLedger {
  constructor() {
    Object.assign(this, { sent: [], returned: new Set(), next: 0, roundTripsMs: [] });
    Object.assign(this, { duplicates: 0, outOfOrder: 0, altered: 0 });
  }

  reply(message) {
    const { number } = message;
    if (this.returned.has(number)) this.duplicates++;
    else if (number !== this.next) this.outOfOrder++;
    if (!this.sent[number]?.subarray(2).equals(message.payload)) this.altered++;
    this.returned.add(number);
    this.next = Math.max(this.next, number + 1);
    this.roundTripsMs.push(Number(nowUs() - message.sentUs) / 1000);
  }

  get medianMs() {
    const sorted = [...this.roundTripsMs].sort((a, b) => a - b);
    return sorted.length === 0 ? null : Math.round(sorted[sorted.length >> 1] * 100) / 100;
  }
}

async function connectedSocket(grant) {
  const socket = dgram.createSocket(grant.family === 4 ? 'udp4' : 'udp6');
  socket.on('error', () => {}); // An ICMP answer says nothing authentic: timers decide.
  await new Promise((resolve) => socket.connect(grant.port, grant.host, resolve));
  return socket;
}

/** Sends all echoes, the last only when a packet in a changed key was acked; true when all came back in time. */
async function exchange(session, ledger, count, deadlineMs) {
  while (session.open && performance.now() < deadlineMs) {
    const number = ledger.sent.length;
    const rotated = session.sendKey.rotations > 0 && session.sendKey.acked;
    if (number < count - 1 || (number === count - 1 && rotated)) {
      const body = echo(number, nowUs(), fillingOf(number));
      if (session.offer(body)) ledger.sent.push(body);
    } else if (number < count) {
      session.pingNow();
    } else if (ledger.returned.size === count) {
      return;
    }
    await pause(ECHO_INTERVAL_MS);
  }
}

async function run(options) {
  const grant = readGrant(options.token);
  const deadlineMs = performance.now() + Number(options.seconds) * 1000;
  const ledger = new EchoLedger();
  const result = { connected: false, echoesSent: 0, echoesReturned: 0, duplicates: 0, outOfOrder: 0, rotations: 0 };
  const socket = await connectedSocket(grant);
  const send = (bytes) => socket.send(bytes);
  const wish = { cid: randomInt(1, 2 ** 32), schemaHash: SCHEMA_HASH, build: BUILD, bytesPerSecondMax: 0, inputHz: 20, snapshotHz: 10 };
  const attempt = new Attempt(grant, wish, send);
  let receiver = attempt;
  socket.on('message', (datagram) => receiver.receive(datagram));
  try {
    const keys = await attempt.connect();
    const ended = new Promise((resolve) => {
      const events = {
        message: (message) => { if (message.type === 'ECHO_REPLY') ledger.reply(message); },
        closed: (reason) => resolve(reason),
      };
      const player = new Player(keys.terms, performance.now());
      receiver = new Session(keys, wish.cid, Number(options['rekey-packets']), player, send, events);
    });
    await exchange(receiver, ledger, Number(options.messages), deadlineMs);
    receiver.close('GOODBYE');
    result.closeReason = await ended;
    Object.assign(result, told(receiver, ledger));
  } catch (error) {
    result.closeReason = error.message;
  }
  socket.close();
  return result;
}

function told(session, ledger) {
  return {
    connected: session.inbound.highest >= 0,
    echoesSent: ledger.sent.length,
    echoesReturned: ledger.returned.size,
    duplicates: ledger.duplicates,
    outOfOrder: ledger.outOfOrder,
    altered: ledger.altered,
    rotations: session.sendKey.rotations,
    peerRotations: session.inbound.keys.rotations,
    rttP50Ms: ledger.medianMs,
    packetsSent: session.outbound.next,
    packetsLost: session.outbound.lostCount,
    snapshots: session.player.snapshots,
    inputsSent: session.player.inputsSent,
    detail: session.detail,
  };
}

function right(result, count) {
  return result.connected && result.echoesSent === count && result.echoesReturned === count && result.duplicates === 0
    && result.outOfOrder === 0 && result.altered === 0 && result.rotations >= 1 && result.closeReason === 'GOODBYE';
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values['self-test']) return selfTest(values['self-test'], console.log) ? 0 : 1;
  if (!values.token) {
    console.error(USAGE);
    return 2;
  }
  const result = await run(values);
  const good = right(result, Number(values.messages));
  if (!values.json) console.log(good ? 'all right' : 'NOT right');
  console.log(JSON.stringify(result));
  return good ? 0 : 1;
}

process.exitCode = await main();
