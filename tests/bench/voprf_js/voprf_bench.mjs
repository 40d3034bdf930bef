// How long @cloudflare/voprf-ts takes for 8 elements: blinding, evaluating with proof, verifying and finalising.
// `npm ci` once, then `node voprf_bench.mjs [ROUNDS]`. Prints the medians; ours: blind_prf_bench, rows …/8.
import { randomBytes, webcrypto } from 'node:crypto';
import voprf from '@cloudflare/voprf-ts';
import { CryptoNoble } from '@cloudflare/voprf-ts/crypto-noble';

// Where the library looks for randomness; Node 18 has it elsewhere.
globalThis.crypto ??= webcrypto;
// The library's default group knows no ristretto255.
voprf.Oprf.Crypto = CryptoNoble;

const ELEMENTS = 8;
const WARM_UP = 5;
const suite = voprf.Oprf.Suite.RISTRETTO255_SHA512;
const rounds = Number(process.argv[2] ?? 60);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('usage: node voprf_bench.mjs [ROUNDS]');
  process.exit(1);
}

const keys = await voprf.deriveKeyPair(voprf.Oprf.Mode.VOPRF, suite, randomBytes(32), Buffer.from('bench'));
const server = new voprf.VOPRFServer(suite, keys.privateKey);
const client = new voprf.VOPRFClient(suite, keys.publicKey);
const inputs = Array.from({ length: ELEMENTS }, (_, i) => Buffer.from(`vsx-handle-v1|document|P|UTO|XX${1_000_000 + i}`));

const times = { blind: [], evaluate: [], finalize: [] };
async function timed(name, work) {
  const started = process.hrtime.bigint();
  const made = await work();
  times[name].push(Number(process.hrtime.bigint() - started) / 1e6);
  return made;
}

for (let round = 0; round < WARM_UP + rounds; ++round) {
  if (round === WARM_UP) for (const all of Object.values(times)) all.length = 0;
  const [data, request] = await timed('blind', () => client.blind(inputs));
  const evaluation = await timed('evaluate', () => server.blindEvaluate(request));
  const outputs = await timed('finalize', () => client.finalize(data, evaluation));
  const expected = await server.evaluate(inputs[round % ELEMENTS]);
  if (outputs.length !== ELEMENTS || Buffer.compare(outputs[round % ELEMENTS], expected) !== 0) {
    console.error('FAILED: an output that is not the function’s');
    process.exit(1);
  }
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
console.log(`@cloudflare/voprf-ts, Node.js ${process.version}, ${ELEMENTS} elements, medians of ${rounds} rounds`);
for (const [name, all] of Object.entries(times)) console.log(`${name.padEnd(10)} ${median(all).toFixed(1)} ms`);
