// One blind check of one Party, in the order of proto/README.md: header, file, elements, proof, match.
import { randomBytes } from 'node:crypto';
import { lengthPrefixed, sha256 } from './bytes.mjs';
import { BlindQuery } from './blind_query.mjs';
import { IndexFile } from './index_file.mjs';
import { verifyHeader } from './index_header.mjs';
import { epochAt } from './index_name.mjs';
import { matchIndex } from './match.mjs';
import { Refused } from './refused.mjs';

export const currentEpoch = (trust) => epochAt(Date.now() / 1000, trust.epochSeconds);

export const intentHash = ({ checkId, salt, agency, officer, measure, stage, fileNumber }) =>
  sha256(
    lengthPrefixed('vsx/check-intent/v1'),
    checkId,
    salt,
    ...[agency, officer, measure, stage, fileNumber].map(lengthPrefixed)
  );

// What a node of `recipient` would have written into its audit log before it asks.
const intentOf = (recipient) => ({
  checkId: randomBytes(16),
  salt: randomBytes(32),
  agency: `vsx://${recipient}/agency/immigration/example-airport`,
  officer: 'officer-1',
  measure: 'REMOVAL',
  stage: 'IMMIGRATION',
  fileNumber: 'EXAMPLE-1'
});

export async function fetchVerifiedIndex({ messages, trust, connection, name }) {
  const request = { indexClass: `PURPOSE_${name.cls}`, epoch: name.epoch };
  const answer = await connection.getIndexHeader(request);
  const header = verifyHeader(messages, trust, answer.headerEnvelope, name);
  const { hashes, chunks } = await connection.fetchIndex({ ...request, firstChunk: 0 });
  return { header, file: new IndexFile(header, hashes, chunks) };
}

export const evaluationRequest = (name, elements) => ({
  indexClass: `PURPOSE_${name.cls}`,
  epoch: name.epoch,
  kind: 'EVALUATION_KIND_SINGLE',
  intentHash: intentHash(intentOf(name.recipient)),
  blindedElements: elements
});

async function checkInEpoch(party, handles) {
  const { messages, trust, connection, name } = party;
  const { header, file } = await fetchVerifiedIndex(party);
  const query = await BlindQuery.create(header.prfPublicKey, handles);
  const answer = await connection.evaluate(evaluationRequest(name, query.elements));
  const outputs = await query.finalize(answer.evaluatedElements, answer.proof);
  const { matches, failures } = matchIndex(messages, trust, name, file, outputs);
  return { header, matches, failures };
}

// `issuer`, `recipient`, `cls`: whom, as whom, which class. One more try where the epoch ended meanwhile.
export async function check({ messages, trust, connection, issuer, recipient, cls }, handles) {
  const inEpoch = (epoch) =>
    checkInEpoch({ messages, trust, connection, name: { issuer, recipient, cls, epoch } }, handles);
  const epoch = currentEpoch(trust);
  try {
    return await inEpoch(epoch);
  } catch (error) {
    const moved = error instanceof Refused && error.reason === 'WRONG_EPOCH' && error.currentEpoch === epoch + 1;
    if (!moved) throw error;
    return inEpoch(epoch + 1);
  }
}
