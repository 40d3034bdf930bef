// Bytes as proto/README.md writes them down: LP, u64be, SHA-256, and comparisons.
import { createHash, timingSafeEqual } from 'node:crypto';

export const concat = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

export const hex = (bytes) => Buffer.from(bytes).toString('hex');

export const fromHex = (text) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error(`not hexadecimal: ${text}`);
  return Buffer.from(text, 'hex');
};

export const u8 = (value) => Buffer.of(value);

export function u32be(value) {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}

export function u64be(value) {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
}

// LP(x): the length of x as 4 bytes, then x. A string counts as its UTF-8.
export function lengthPrefixed(value) {
  const bytes = Buffer.from(value);
  return concat(u32be(bytes.length), bytes);
}

export const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const equal = (a, b) => a.length === b.length && timingSafeEqual(a, b);
