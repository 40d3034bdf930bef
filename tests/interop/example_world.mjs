// What surrounds the worked example: the messages, the keys of QQA, and an index of one entry and one record.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import path from 'node:path';
import { concat, equal, sha256 } from './client/bytes.mjs';
import { Messages } from './client/messages.mjs';
import { indexContext } from './client/index_name.mjs';
import { indexName, recordOf } from './example_steps.mjs';
import { readGolden, sourceFolder } from './worked_example.mjs';

// What stands before a seed in an Ed25519 private key (RFC 8410).
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const EPOCH_SECONDS = 3600;

export const messages = new Messages(path.join(sourceFolder, 'proto'));

function publicKeyFrom(seedText) {
  const seed = concat(ED25519_PKCS8, sha256(seedText));
  const key = createPublicKey(createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' }));
  return key.export({ format: 'der', type: 'spki' }).subarray(-32);
}

// The keys of QQA as its Party record would have them.
export function trustOf(example) {
  const keys = {
    KEY_ROLE_OPERATIONS: [example.bytes('operations key')],
    KEY_ROLE_ATTESTATION: [publicKeyFrom('QQA attestation')]
  };
  return { epochSeconds: EPOCH_SECONDS, keys: (party, role) => (party === 'QQA' ? keys[role] : []) };
}

// An index with the entry and the record of the example, or others in their place.
export class ExampleFile {
  constructor(example, { entry, record } = {}) {
    const copy = readGolden(example.text('copy'));
    this.entry = entry ?? example.bytes('entry');
    this.record = record ?? recordOf(example, indexContext(indexName(example)), copy);
  }

  findEntry(tag) {
    return equal(this.entry.subarray(0, 16), tag) ? this.entry : undefined;
  }

  findRecord(id) {
    return equal(this.record.subarray(0, 16), id) ? this.record : undefined;
  }
}
