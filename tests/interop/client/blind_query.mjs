// One question under fresh blinds, by @cloudflare/voprf-ts (RFC 9497, VOPRF mode, ristretto255-SHA512): always 8
// elements, in random order. The library blinds, verifies the proof and finalises. It cannot make a group element out
// of 64 random bytes (RFC 9496 §4.3.4): @noble/curves, which it rests on, does that.
import { randomBytes, randomInt, webcrypto } from 'node:crypto';
import { RistrettoPoint } from '@noble/curves/ed25519';
import voprf from '@cloudflare/voprf-ts';
import { CryptoNoble } from '@cloudflare/voprf-ts/crypto-noble';
import { require } from './refused.mjs';

export const SUITE = voprf.Oprf.Suite.RISTRETTO255_SHA512;
export const MODE = voprf.Oprf.Mode.VOPRF;
export const ELEMENTS_PER_PERSON = 8;

// Where the library looks for randomness; Node 18 has it elsewhere.
globalThis.crypto ??= webcrypto;
// The library's default group knows no ristretto255.
voprf.Oprf.Crypto = CryptoNoble;

export const group = voprf.Oprf.getGroup(SUITE);

export const elementFrom = (bytes64) => group.desElt(RistrettoPoint.hashToCurve(bytes64).toRawBytes());

export function readElement(bytes) {
  let element;
  try {
    element = group.desElt(bytes);
  } catch {
    element = undefined;
  }
  const good = bytes.length === 32 && element !== undefined && !element.isIdentity();
  require(good, 'EVALUATION_MALFORMED', 'this is no element, or the identity');
  return element;
}

function shuffled(list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; --i) {
    const j = randomInt(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

export class BlindQuery {
  // Of `slots`, in the order in which they are sent, each has an element; who asks for something also an input and its
  // blind.
  constructor(publicKey, slots) {
    readElement(publicKey);
    this.client = new voprf.VOPRFClient(SUITE, publicKey);
    this.slots = slots;
  }

  static async create(publicKey, inputs) {
    require(inputs.length <= ELEMENTS_PER_PERSON, 'TOO_MANY', `${inputs.length} handles of one person`);
    const client = new voprf.VOPRFClient(SUITE, publicKey);
    const [{ blinds }, { blinded }] = await client.blind(inputs.map((input) => Buffer.from(input)));
    const asked = inputs.map((input, i) => ({ input: Buffer.from(input), blind: blinds[i], element: blinded[i] }));
    const unused = Array.from({ length: ELEMENTS_PER_PERSON - inputs.length }, () => ({
      element: elementFrom(randomBytes(64))
    }));
    return new BlindQuery(publicKey, shuffled([...asked, ...unused]));
  }

  get elements() {
    return this.slots.map(({ element }) => Buffer.from(element.serialize()));
  }

  // The outputs by input, once the proof over all elements, unused ones included, verifies.
  async finalize(evaluatedElements, proof) {
    require(evaluatedElements.length === this.slots.length, 'EVALUATION_MALFORMED', 'another number of elements');
    const evaluated = evaluatedElements.map(readElement);
    // An unused slot is finalised too, by any blind, and what comes out is forgotten.
    const inputs = this.slots.map(({ input }) => input ?? Buffer.alloc(0));
    const blinds = await Promise.all(this.slots.map(({ blind }) => blind ?? group.randomScalar()));
    const asked = new voprf.FinalizeData(
      inputs,
      blinds,
      new voprf.EvaluationRequest(this.slots.map(({ element }) => element))
    );
    let outputs;
    try {
      const read = voprf.DLEQProof.deserialize(group.id, proof);
      outputs = await this.client.finalize(asked, new voprf.Evaluation(MODE, evaluated, read));
    } catch (error) {
      require(false, 'PROOF_INVALID', error.message);
    }
    const byInput = new Map();
    this.slots.forEach(({ input }, i) => {
      if (input !== undefined) byInput.set(input.toString(), Buffer.from(outputs[i]));
    });
    return byInput;
  }
}
