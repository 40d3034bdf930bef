// DSSE envelopes: verify first, parse after, never re-serialise (proto/README.md, Statements).
import { createPublicKey, verify } from 'node:crypto';
import { concat } from './bytes.mjs';
import { require } from './refused.mjs';

// What stands before an Ed25519 public key in a SubjectPublicKeyInfo (RFC 8410).
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export const payloadType = (name) => `application/vnd.vsx.${name}.v1+protobuf`;

const preAuthEncoding = (type, payload) =>
  concat(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `, payload);

function isSignedBy(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = createPublicKey({ key: concat(ED25519_SPKI, publicKey), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

// The envelope's payload, once its one signature is by one of `keys` (raw public keys of the role that may sign it).
export function openStatement(messages, envelopeBytes, name, keys) {
  const envelope = messages.read('Envelope', envelopeBytes);
  require(envelope.payloadType === payloadType(name), 'WRONG_STATEMENT_TYPE', envelope.payloadType);
  require(envelope.signatures.length === 1, 'SIGNATURE_COUNT', `${envelope.signatures.length} signatures`);
  const message = preAuthEncoding(envelope.payloadType, envelope.payload);
  const signed = keys.some((key) => isSignedBy(key, message, envelope.signatures[0].signature));
  require(signed, 'SIGNATURE_INVALID', `no key that may sign a ${name} made this signature`);
  return envelope.payload;
}

// A trust document: its payload, and which of `keys` have signed it.
export function openDocument(messages, envelopeBytes, name, keys) {
  const envelope = messages.read('Envelope', envelopeBytes);
  require(envelope.payloadType === payloadType(name), 'WRONG_STATEMENT_TYPE', envelope.payloadType);
  const message = preAuthEncoding(envelope.payloadType, envelope.payload);
  const signers = keys.filter((key) => envelope.signatures.some(({ signature }) => isSignedBy(key, message, signature)));
  return { payload: envelope.payload, signers };
}
