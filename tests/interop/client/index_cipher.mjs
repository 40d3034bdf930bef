// What the output of the blind PRF opens: tags and keys of a handle, its entries, and the records that these name.
import { hkdfSync } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha';
import { concat, lengthPrefixed, u8 } from './bytes.mjs';
import { require } from './refused.mjs';

const UNUSED_SLOT_BITS = 0x78;

const derive = (output, label, j, size) =>
  Buffer.from(hkdfSync('sha512', output, Buffer.alloc(0), concat(lengthPrefixed(label), u8(j)), size));

export const tagOf = (output, j) => derive(output, 'vsx/tag/v1', j, 16);
export const keyOf = (output, j) => derive(output, 'vsx/key/v1', j, 32);

// name 16 ‖ nonce 24 ‖ ciphertext, bound to the index and to the name.
export function seal(key, context, name, nonce, plaintext) {
  return concat(name, nonce, xchacha20poly1305(key, nonce, concat(context, name)).encrypt(plaintext));
}

function open(key, context, row) {
  const name = row.subarray(0, 16);
  try {
    return Buffer.from(xchacha20poly1305(key, row.subarray(16, 40), concat(context, name)).decrypt(row.subarray(40)));
  } catch {
    return undefined;
  }
}

export function openEntry(output, j, context, entry) {
  const plaintext = open(keyOf(output, j), context, entry);
  require(plaintext !== undefined, 'RECORD_UNREADABLE', 'the entry does not open');
  require((plaintext[48] & UNUSED_SLOT_BITS) === 0, 'RECORD_UNREADABLE', 'unused bits of the slot are set');
  return {
    recordId: plaintext.subarray(0, 16),
    recordKey: plaintext.subarray(16, 48),
    slot: plaintext[48] & 7,
    mark: plaintext[48] >> 7,
    handleSalt: plaintext.subarray(49, 81)
  };
}

// The message of a record.
export function openRecord(recordKey, context, record) {
  const plaintext = open(recordKey, context, record);
  require(plaintext !== undefined, 'RECORD_UNREADABLE', 'the record does not open');
  const end = 4 + plaintext.readUInt32BE(0);
  require(end <= plaintext.length, 'RECORD_UNREADABLE', 'the length passes the end');
  require(plaintext.subarray(end).every((byte) => byte === 0), 'RECORD_UNREADABLE', 'the padding is not all zeros');
  return plaintext.subarray(4, end);
}
