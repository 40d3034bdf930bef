// The signed header of one index (proto/README.md, Blind check).
import { sha256 } from './bytes.mjs';
import { openStatement } from './envelope.mjs';
import { require } from './refused.mjs';

const ALGORITHMS = 'ed25519 sha256 voprf-ristretto255-sha512 hkdf-sha512 xchacha20-poly1305';
const HIGHEST_STEP = 3;

// The header of exactly the index `name`, signed by an operations key of its issuer.
export function verifyHeader(messages, trust, envelope, name) {
  const payload = openStatement(messages, envelope, 'index-header', trust.keys(name.issuer, 'KEY_ROLE_OPERATIONS'));
  const header = messages.read('IndexHeader', payload);
  require(header.version === 1 && header.algorithms === ALGORITHMS, 'VERSION_UNKNOWN', header.algorithms);
  require(header.issuer === name.issuer, 'WRONG_ISSUER', header.issuer);
  require(header.recipient === name.recipient, 'WRONG_RECIPIENT', header.recipient);
  require(header.indexClass === `PURPOSE_${name.cls}`, 'WRONG_INDEX', header.indexClass);
  require(Number(header.epoch) === name.epoch, 'WRONG_INDEX', `epoch ${header.epoch}`);
  require(header.epochSeconds === trust.epochSeconds, 'WRONG_INDEX', `epochs of ${header.epochSeconds} s`);
  require(header.prfPublicKey.length === 32, 'STATEMENT_MALFORMED', 'prf_public_key');
  require(header.capacityStep <= HIGHEST_STEP, 'STATEMENT_MALFORMED', 'capacity_step');
  require(header.chunkRoot.length === 32, 'STATEMENT_MALFORMED', 'chunk_root');
  return { ...header, sha256: sha256(payload) };
}
