// Everything that the worked example says, computed from what it gives, step by step, by the code of the client.
import voprf from '@cloudflare/voprf-ts';
import { concat, hex, lengthPrefixed, sha256, u32be, u8 } from './client/bytes.mjs';
import { BlindQuery, MODE, SUITE, group } from './client/blind_query.mjs';
import { intentHash } from './client/check.mjs';
import { keyOf, seal, tagOf } from './client/index_cipher.mjs';
import { indexContext } from './client/index_name.mjs';
import { leafHash, merkleRoot } from './client/merkle.mjs';
import { readGolden } from './worked_example.mjs';

const RECORD_PLAINTEXT = 4040;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n; // of the group
const PLACE = 2; // of the handle's element among the eight
const MARKS = { EXACT: 0, POSSIBLE: 1 };

export const indexName = (example) => ({
  issuer: example.text('issuer'),
  recipient: example.text('recipient'),
  cls: example.text('class'),
  epoch: example.number('epoch')
});

// A scalar of 64 bytes, by wide reduction.
function scalarFrom(bytes64) {
  const reduced = BigInt(`0x${hex(Buffer.from(bytes64).reverse())}`) % ORDER;
  return group.desScalar(Buffer.from(reduced.toString(16).padStart(64, '0'), 'hex').reverse());
}

// A question whose one blind is given, and whose unused elements are multiples of the generator by scalars from 64 equal
// bytes: 01…, 02…, to 07….
export async function queryOf(example, publicKey) {
  const input = Buffer.from(example.text('handle'));
  const client = new voprf.VOPRFClient(SUITE, publicKey);
  client.randomBlinder = async () => group.desScalar(example.bytes('blind'));
  const [{ blinds }, { blinded }] = await client.blind([input]);
  const slots = Array.from({ length: 7 }, (_, i) => ({ element: group.mulGen(scalarFrom(Buffer.alloc(64, i + 1))) }));
  slots.splice(PLACE, 0, { input, blind: blinds[0], element: blinded[0] });
  return new BlindQuery(publicKey, slots);
}

export async function evaluateWith(example, privateKey, elements) {
  const server = new voprf.VOPRFServer(SUITE, privateKey);
  server.prover.randomScalar = async () => group.desScalar(example.bytes('proof randomness'));
  const request = new voprf.EvaluationRequest(elements.map((element) => group.desElt(element)));
  const { evaluated, proof } = await server.blindEvaluate(request);
  return { elements: evaluated.map((element) => Buffer.from(element.serialize())), proof: Buffer.from(proof.serialize()) };
}

export const keyInfo = (context) => concat(lengthPrefixed('vsx/voprf/v1'), context);

export const keyPairOf = (example) =>
  voprf.deriveKeyPair(MODE, SUITE, example.bytes('seed'), keyInfo(indexContext(indexName(example))));

export function recordOf(example, context, copyEnvelope) {
  // IndexRecord: field 1, the envelope; longer than 127 bytes, so its length has two of them.
  const size = copyEnvelope.length;
  const message = concat(u8(0x0a), u8(0x80 | (size & 0x7f)), u8(size >> 7), copyEnvelope);
  const plaintext = Buffer.alloc(RECORD_PLAINTEXT);
  concat(u32be(message.length), message).copy(plaintext);
  return seal(example.bytes('record key'), context, example.bytes('record id'), example.bytes('record nonce'), plaintext);
}

export const entryPlaintextOf = (example) =>
  concat(
    example.bytes('record id'),
    example.bytes('record key'),
    u8(example.number('slot') + 128 * MARKS[example.text('mark')]),
    example.bytes('handle salt')
  );

export const exampleChunks = () => [Buffer.alloc(65536, 0x0a), Buffer.alloc(65536, 0x0b), Buffer.alloc(8192, 0x0c)];

// By name, in the order of the example.
export async function computedValues(example) {
  const values = new Map();
  const context = indexContext(indexName(example));
  values.set('context', hex(context));
  values.set('info', hex(keyInfo(context)));
  const { privateKey, publicKey } = await keyPairOf(example);
  values.set('private key', hex(privateKey));
  values.set('public key', hex(publicKey));

  const query = await queryOf(example, publicKey);
  query.elements.forEach((element, i) => values.set(`blinded element ${i}`, hex(element)));
  const asked = ['agency', 'officer', 'measure', 'stage'].map((name) => [name, example.text(name)]);
  const intent = { ...Object.fromEntries(asked), fileNumber: example.text('file number') };
  values.set('intent hash', hex(intentHash({ ...intent, checkId: example.bytes('check id'), salt: example.bytes('intent salt') })));
  const answer = await evaluateWith(example, privateKey, query.elements);
  answer.elements.forEach((element, i) => values.set(`evaluated element ${i}`, hex(element)));
  values.set('proof', hex(answer.proof));

  const outputs = await query.finalize(answer.elements, answer.proof);
  const output = outputs.get(example.text('handle'));
  values.set('output', hex(output));
  for (const j of [0, 1]) values.set(`tag ${j}`, hex(tagOf(output, j)));
  values.set('key 0', hex(keyOf(output, 0)));

  const entryPlaintext = entryPlaintextOf(example);
  values.set('entry plaintext', hex(entryPlaintext));
  values.set('entry', hex(seal(keyOf(output, 0), context, tagOf(output, 0), example.bytes('entry nonce'), entryPlaintext)));
  const record = recordOf(example, context, readGolden(example.text('copy')));
  values.set('record begins', hex(record.subarray(0, 96)));
  values.set('record hash', hex(sha256(record)));

  const hashes = exampleChunks().map(leafHash);
  hashes.forEach((hash, i) => values.set(`chunk hash ${i}`, hex(hash)));
  values.set('chunk root', hex(merkleRoot(hashes)));
  return values;
}
