// What the client refuses of a hostile issuer, beginning with the honest answers of the worked example.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import { concat } from './client/bytes.mjs';
import { keyOf, seal, tagOf } from './client/index_cipher.mjs';
import { CHUNK_SIZE, IndexFile, RECORD_SIZE, geometryOf } from './client/index_file.mjs';
import { verifyHeader } from './client/index_header.mjs';
import { indexContext } from './client/index_name.mjs';
import { matchIndex } from './client/match.mjs';
import { leafHash, merkleRoot } from './client/merkle.mjs';
import { checkParty } from './client/node_connection.mjs';
import { entryPlaintextOf, evaluateWith, indexName, keyPairOf, queryOf, recordOf } from './example_steps.mjs';
import { ExampleFile, messages, trustOf } from './example_world.mjs';
import { WorkedExample, readGolden } from './worked_example.mjs';

const example = new WorkedExample();
const name = indexName(example);
const trust = trustOf(example);

const flipped = (bytes, at) => {
  const out = Buffer.from(bytes);
  out[at] ^= 1;
  return out;
};

test('an answer with another proof, element, order or key', async (t) => {
  const { privateKey, publicKey } = await keyPairOf(example);
  const { elements } = await queryOf(example, publicKey);
  const { elements: evaluated, proof } = await evaluateWith(example, privateKey, elements);
  const ask = async (answer, itsProof, key = publicKey) => (await queryOf(example, key)).finalize(answer, itsProof);
  const otherKey = Buffer.from(elements[0]);
  const [first, second, ...rest] = evaluated;
  await ask(evaluated, proof);
  const cases = [
    ['altered challenge', 'PROOF_INVALID', () => ask(evaluated, flipped(proof, 0))],
    ['altered response', 'PROOF_INVALID', () => ask(evaluated, flipped(proof, 40))],
    ['short proof', 'PROOF_INVALID', () => ask(evaluated, proof.subarray(1))],
    ['swapped elements', 'PROOF_INVALID', () => ask([second, first, ...rest], proof)],
    ['an element that was not evaluated', 'PROOF_INVALID', () => ask([elements[0], second, ...rest], proof)],
    ['the identity', 'EVALUATION_MALFORMED', () => ask([Buffer.alloc(32), second, ...rest], proof)],
    ['no element', 'EVALUATION_MALFORMED', () => ask([Buffer.alloc(32, 0xff), second, ...rest], proof)],
    ['one element fewer', 'EVALUATION_MALFORMED', () => ask([second, ...rest], proof)],
    ['the key of another header', 'PROOF_INVALID', () => ask(evaluated, proof, otherKey)]
  ];
  for (const [what, reason, call] of cases) {
    await t.test(what, () => assert.rejects(call(), { reason }));
  }
});

test('a header of another index, or by another key', async (t) => {
  const envelope = example.bytes('header envelope');
  const attestation = trust.keys('QQA', 'KEY_ROLE_ATTESTATION');
  const cases = [
    ['another epoch', 'WRONG_INDEX', trust, { epoch: name.epoch + 1 }],
    ['another class', 'WRONG_INDEX', trust, { cls: 'PRESENTED' }],
    ['for another Party', 'WRONG_RECIPIENT', trust, { recipient: 'QQC' }],
    ['epochs of another length', 'WRONG_INDEX', { ...trust, epochSeconds: 1800 }, {}],
    ['a key of another role', 'SIGNATURE_INVALID', { ...trust, keys: () => attestation }, {}],
    ['an issuer without keys', 'SIGNATURE_INVALID', trust, { issuer: 'QQC' }]
  ];
  for (const [what, reason, by, bend] of cases) {
    await t.test(what, () =>
      assert.throws(() => verifyHeader(messages, by, envelope, { ...name, ...bend }), { reason })
    );
  }
  await t.test('altered', () => {
    const at = envelope.indexOf(example.bytes('public key'));
    assert.throws(() => verifyHeader(messages, trust, flipped(envelope, at), name), { reason: 'SIGNATURE_INVALID' });
  });
});

test('a tag that leads to nothing that verifies is a failure, never absence', async (t) => {
  const context = indexContext(name);
  const output = example.bytes('output');
  const copy = readGolden(example.text('copy'));
  const sealEntry = (plaintext) => seal(keyOf(output, 0), context, tagOf(output, 0), randomBytes(24), plaintext);
  const plaintext = entryPlaintextOf(example);
  const consular = readGolden('copy_consular_assistance');
  const cases = [
    ['an altered entry', 'RECORD_UNREADABLE', { entry: flipped(example.bytes('entry'), 100) }],
    ['unused bits of the slot', 'RECORD_UNREADABLE', { entry: sealEntry(Buffer.from(plaintext).fill(0x08, 48, 49)) }],
    ['another slot', 'OPENING_INVALID', { entry: sealEntry(flipped(plaintext, 48)) }],
    ['another salt', 'OPENING_INVALID', { entry: sealEntry(flipped(plaintext, 60)) }],
    ['a record that is not there', 'RECORD_UNREADABLE', { entry: sealEntry(flipped(plaintext, 0)) }],
    ['an altered record', 'RECORD_UNREADABLE', { record: flipped(recordOf(example, context, copy), 3000) }],
    ['a record of another index', 'RECORD_UNREADABLE', { record: recordOf(example, concat(context, 'x'), copy) }],
    ['an altered copy', 'SIGNATURE_INVALID', { record: recordOf(example, context, flipped(copy, 100)) }],
    ['a copy of another class', 'PURPOSE_REFUSED', { record: recordOf(example, context, consular) }]
  ];
  for (const [what, reason, rows] of cases) {
    await t.test(what, () => {
      const outputs = new Map([[example.text('handle'), output]]);
      const found = matchIndex(messages, trust, name, new ExampleFile(example, rows), outputs);
      assert.deepEqual(found, { matches: [], failures: [reason] });
    });
  }
  await t.test('a copy for another Party', () => {
    const other = { ...name, recipient: 'QQC' };
    const elsewhere = indexContext(other);
    const rows = {
      entry: seal(keyOf(output, 0), elsewhere, tagOf(output, 0), randomBytes(24), plaintext),
      record: recordOf(example, elsewhere, copy)
    };
    const outputs = new Map([[example.text('handle'), output]]);
    const found = matchIndex(messages, trust, other, new ExampleFile(example, rows), outputs);
    assert.deepEqual(found, { matches: [], failures: ['WRONG_RECIPIENT'] });
  });
});

test('a file that does not fit its header, or is not in order', async (t) => {
  const { recordCount, entryCount, fileSize } = geometryOf(0);
  const file = randomBytes(fileSize);
  // Names that ascend: the number of the row, and random bytes.
  for (let i = 0; i < recordCount; ++i) file.writeUInt32BE(i, i * RECORD_SIZE);
  for (let i = 0; i < entryCount; ++i) file.writeUInt32BE(i, recordCount * RECORD_SIZE + i * 137);
  const chunksOf = (bytes) => {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += CHUNK_SIZE) chunks.push(bytes.subarray(at, at + CHUNK_SIZE));
    return chunks;
  };
  const open = (bytes, { chunks = chunksOf(bytes), hashes = chunksOf(bytes).map(leafHash), step = 0 } = {}) =>
    new IndexFile({ capacityStep: step, chunkRoot: merkleRoot(chunksOf(bytes).map(leafHash)) }, hashes, chunks);
  const good = chunksOf(file);
  assert.equal(open(file).findRecord(file.subarray(RECORD_SIZE, RECORD_SIZE + 16)).length, RECORD_SIZE);
  assert.equal(open(file).findRecord(randomBytes(16)), undefined);
  const other = good.map((chunk) => flipped(chunk, 8192 - 1));
  const equalIds = Buffer.from(file);
  file.copy(equalIds, 7 * RECORD_SIZE, 6 * RECORD_SIZE, 6 * RECORD_SIZE + 16);
  const swappedEntries = Buffer.from(file);
  swappedEntries.writeUInt32BE(0, fileSize - 137);
  const cases = [
    ['truncated', () => open(file, { chunks: good.slice(0, -1) })],
    ['one altered chunk', () => open(file, { chunks: good.map((chunk, i) => (i === 5 ? flipped(chunk, 9) : chunk)) })],
    ['another file', () => open(file, { chunks: other, hashes: other.map(leafHash) })],
    ['another step', () => open(file, { step: 1 })],
    ['a last chunk too long', () => open(concat(file, 'x'))],
    ['two equal record ids', () => open(equalIds)],
    ['entries out of order', () => open(swappedEntries)]
  ];
  for (const [what, call] of cases) await t.test(what, () => assert.throws(call, { reason: 'INDEX_MALFORMED' }));
});

test('a certificate of anybody but a node of the Party dialled', () => {
  const refused = (subjectaltname) => checkParty('QQA', { subjectaltname }) !== undefined;
  assert.equal(refused('URI:vsx://QQA/node/1, DNS:localhost'), false);
  const others = [
    undefined,
    'DNS:localhost',
    'URI:vsx://QQB/node/1',
    'URI:vsx://QQA/agency/immigration/1',
    'URI:vsx://QQA/node/1/2',
    'URI:https://QQA/node/1',
    'URI:vsx://QQA/node/1, URI:vsx://QQB/node/1'
  ];
  for (const names of others) assert.equal(refused(names), true, names);
});
