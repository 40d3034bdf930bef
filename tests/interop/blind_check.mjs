// Asks another Party's node blindly about one person and prints what it learnt as one line of JSON:
//   {"outcome": "match" | "absent" | "incomplete", "reason": …, "epoch": …, "header_sha256": …, "as_of": …, "matches": […]}
// Exit code 0 whatever the outcome; 1 if the program itself failed.
import { readFileSync } from 'node:fs';
import { connect, readArguments } from './client/arguments.mjs';
import { hex } from './client/bytes.mjs';
import { check } from './client/check.mjs';
import { Refused } from './client/refused.mjs';

const NEEDED = [
  ...['proto', 'manifest', 'manifest-sha256', 'record', 'recipient', 'issuer', 'address', 'certificate', 'key'],
  ...['class', 'handles']
];

const describe = ({ copy, handles }) => ({
  issuer: copy.issuer,
  recipient: copy.recipient,
  copy_id: hex(copy.copyId),
  status: copy.status,
  age_class: copy.ageClass,
  capacity: copy.capacity,
  date_identified: copy.dateIdentified,
  contact_desk_id: copy.contactDeskId,
  mark: handles.some(({ mark }) => mark === 'EXACT') ? 'EXACT' : 'POSSIBLE',
  handles
});

// Any match holds, whatever failed beside it; without one a failure or an incomplete index is no absence.
function outcomeOf({ header, matches, failures }) {
  if (matches.length > 0) return { outcome: 'match' };
  if (failures.length > 0) return { outcome: 'incomplete', reason: 'RECORD_UNREADABLE' };
  if (!header.complete) return { outcome: 'incomplete', reason: 'INDEX_INCOMPLETE' };
  return { outcome: 'absent' };
}

async function ask(party, handles) {
  try {
    const found = await check(party, handles);
    return {
      ...outcomeOf(found),
      epoch: Number(found.header.epoch),
      header_sha256: hex(found.header.sha256),
      as_of: Number(found.header.cutOff),
      matches: found.matches.map(describe)
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { outcome: 'incomplete', reason: error.reason, message: error.message, matches: [] };
  }
}

const values = readArguments(NEEDED);
const party = connect(values);
const handles = readFileSync(values.handles, 'utf8').split('\n').filter(Boolean);
console.log(JSON.stringify(await ask(party, handles)));
party.connection.close();
