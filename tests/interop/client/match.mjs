// What an index says of a handle (proto/README.md, Match): every copy whose entry, record, signature and handle
// commitment verify. Whatever a tag leads to beside these is a failure, which never counts as absence.
import { equal, hex, lengthPrefixed, sha256, u8 } from './bytes.mjs';
import { openStatement } from './envelope.mjs';
import { openEntry, openRecord, tagOf } from './index_cipher.mjs';
import { indexContext } from './index_name.mjs';
import { Refused, require } from './refused.mjs';

const TRIES_OF_A_HANDLE = 16;
const MARKS = ['EXACT', 'POSSIBLE'];
const HANDLE_CLASSES = {
  PROTECTIVE_CHECK: ['document', 'biographic'],
  CONSULAR_ASSISTANCE: ['document', 'biographic'],
  PRESENTED: ['reference']
};

// `vsx-handle-v1|document|…` is of class `document`.
const classOf = (handle) => handle.split('|')[1];

export const handleCommitment = (copyId, cls, mark, salt, handle) =>
  sha256(lengthPrefixed('vsx/handle-commit/v1'), copyId, lengthPrefixed(cls), u8(mark), salt, lengthPrefixed(handle));

function copyBehind(messages, trust, name, file, context, entry, handle) {
  const record = file.findRecord(entry.recordId);
  require(record !== undefined, 'RECORD_UNREADABLE', 'the record is not there');
  const message = messages.read('IndexRecord', openRecord(entry.recordKey, context, record));
  const keys = trust.keys(name.issuer, 'KEY_ROLE_ATTESTATION');
  const copy = messages.read('AttestationCopy', openStatement(messages, message.copyEnvelope, 'attestation-copy', keys));
  require(copy.version === 1 && copy.algorithms === 'ed25519 sha256', 'VERSION_UNKNOWN', copy.algorithms);
  require(copy.issuer === name.issuer, 'WRONG_ISSUER', copy.issuer);
  require(copy.recipient === name.recipient, 'WRONG_RECIPIENT', copy.recipient);
  require(copy.purpose === `PURPOSE_${name.cls}`, 'PURPOSE_REFUSED', copy.purpose);
  require(copy.handleCommitments.length === 8, 'STATEMENT_MALFORMED', 'handle_commitments');
  const cls = classOf(handle);
  require(HANDLE_CLASSES[name.cls].includes(cls), 'OPENING_INVALID', `${name.cls} finds nobody by ${cls}`);
  const commitment = handleCommitment(copy.copyId, cls, entry.mark, entry.handleSalt, handle);
  require(equal(commitment, copy.handleCommitments[entry.slot]), 'OPENING_INVALID', 'the slot is of another handle');
  return copy;
}

// `outputs`: of the PRF, by handle. Gives the copies found, each with all handles that led to it, and the failures.
export function matchIndex(messages, trust, name, file, outputs) {
  const context = indexContext(name);
  const matches = new Map();
  const failures = [];
  for (const [handle, output] of outputs) {
    for (let j = 0; j < TRIES_OF_A_HANDLE; ++j) {
      const row = file.findEntry(tagOf(output, j));
      if (row === undefined) break;
      try {
        const entry = openEntry(output, j, context, row);
        const copy = copyBehind(messages, trust, name, file, context, entry, handle);
        const id = hex(copy.copyId);
        if (!matches.has(id)) matches.set(id, { copy, handles: [] });
        matches.get(id).handles.push({ cls: classOf(handle), mark: MARKS[entry.mark] });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        failures.push(error.reason);
      }
    }
  }
  return { matches: [...matches.values()], failures };
}
