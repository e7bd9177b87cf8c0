// Noise_NKpsk0_25519_ChaChaPoly_SHA256 as its initiator, sealing and REKEY. An independent reading of
// docs/protocol/STANDARD.md section 3 and of the Noise paper it cites. Node built-ins only.

import {
  createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync,
} from 'node:crypto';

const NAME = 'Noise_NKpsk0_25519_ChaChaPoly_SHA256';
const TAG = 16;
const NONE = Buffer.alloc(0);

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** Noise's HKDF: count outputs of 32 bytes from a chaining key. */
function expandKeys(chainingKey, material, count) {
  const temporary = hmac(chainingKey, material);
  const out = [];
  let last = NONE;
  for (let i = 1; i <= count; i++) {
    last = hmac(temporary, last, Buffer.from([i]));
    out.push(last);
  }
  return out;
}

/** The nonce: 32 zero bits, then the number as u64 little endian. */
function nonceOf(number) {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64LE(BigInt(number), 4);
  return nonce;
}

export function seal(key, number, associated, plain) {
  const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(number), { authTagLength: TAG });
  cipher.setAAD(associated, { plaintextLength: plain.length });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes, or null if the tag is wrong. */
export function open(key, number, associated, sealed) {
  if (sealed.length < TAG) return null;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonceOf(number), { authTagLength: TAG });
  const length = sealed.length - TAG;
  decipher.setAAD(associated, { plaintextLength: length });
  decipher.setAuthTag(sealed.subarray(length));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()]);
  } catch {
    return null;
  }
}

/** REKEY(k): the first 32 bytes of ENCRYPT(k, 2^64 - 1, empty, 32 zero bytes). */
export function rekey(key) {
  return seal(key, 2n ** 64n - 1n, NONE, Buffer.alloc(32)).subarray(0, 32);
}

const jwk = (raw) => ({ kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') });
const publicKey = (raw) => createPublicKey({ key: jwk(raw), format: 'jwk' });

/** A fresh ephemeral pair { secret, open }; open are its 32 public bytes. */
export function freshPair() {
  const { privateKey } = generateKeyPairSync('x25519');
  return pairOf(privateKey);
}

/** The pair of a private key of 32 bytes, as the worked example gives one. */
export function pairFrom(raw) {
  const header = Buffer.from('302e020100300506032b656e04220420', 'hex');
  return pairOf(createPrivateKey({ key: Buffer.concat([header, raw]), format: 'der', type: 'pkcs8' }));
}

function pairOf(secret) {
  return { secret, open: Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x, 'base64url') };
}

/** X25519; an all-zero result refuses the handshake. */
function agree(pair, theirs) {
  const shared = diffieHellman({ privateKey: pair.secret, publicKey: publicKey(theirs) });
  if (shared.every((byte) => byte === 0)) throw new Error('X25519 gave zero');
  return shared;
}

/** One handshake as initiator: write message 1 once, read message 2 until one is right. */
export class Initiator {
  constructor(prologue, serverStatic, psk, ephemeral = freshPair()) {
    this.hash = sha256(Buffer.from(NAME));
    this.chainingKey = this.hash;
    this.serverStatic = serverStatic;
    this.psk = psk;
    this.ephemeral = ephemeral;
    this.key = null;
    this.number = 0;
    this.#mixHash(prologue);
    this.#mixHash(serverStatic);
  }

  /** -> psk, e, es: returns { e, sealed }. */
  writeFirst(payload) {
    const [chainingKey, mixed, key] = expandKeys(this.chainingKey, this.psk, 3);
    this.chainingKey = chainingKey;
    this.#mixHash(mixed);
    this.#setKey(key);
    this.#mixPublic(this.ephemeral.open);
    this.#mixKey(agree(this.ephemeral, this.serverStatic));
    const sealed = seal(this.key, this.number++, this.hash, payload);
    this.#mixHash(sealed);
    return { e: this.ephemeral.open, sealed };
  }

  /** <- e, ee: returns { payload, sendKey, receiveKey }, or null with the state as before if the message is wrong. */
  readSecond(e, sealed) {
    const before = [this.hash, this.chainingKey, this.key, this.number];
    try {
      this.#mixPublic(e);
      this.#mixKey(agree(this.ephemeral, e));
      const payload = open(this.key, this.number, this.hash, sealed);
      if (payload) {
        const [sendKey, receiveKey] = expandKeys(this.chainingKey, NONE, 2);
        return { payload, sendKey, receiveKey };
      }
    } catch {
      // A point of small order: as wrong as a wrong tag.
    }
    [this.hash, this.chainingKey, this.key, this.number] = before;
    return null;
  }

  #mixHash(bytes) { this.hash = sha256(this.hash, bytes); }

  #mixKey(material) {
    const [chainingKey, key] = expandKeys(this.chainingKey, material, 2);
    this.chainingKey = chainingKey;
    this.#setKey(key);
  }

  /** With a psk modifier an ephemeral public key goes into the hash and into the key. */
  #mixPublic(bytes) {
    this.#mixHash(bytes);
    this.#mixKey(bytes);
  }

  #setKey(key) {
    this.key = key;
    this.number = 0;
  }
}
