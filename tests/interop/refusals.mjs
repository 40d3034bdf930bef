// Asks another Party's node for what it must refuse, and prints each refusal by name as one line of JSON:
//   {"<case>": {"status": …, "reason": …, "field": …, "current_epoch": …}, …}        an empty object: it was not refused
import { randomBytes } from 'node:crypto';
import { connect, readArguments } from './client/arguments.mjs';
import { ELEMENTS_PER_PERSON, elementFrom } from './client/blind_query.mjs';
import { currentEpoch, evaluationRequest } from './client/check.mjs';
import { Refused } from './client/refused.mjs';

const NEEDED = [
  ...['proto', 'manifest', 'manifest-sha256', 'record', 'recipient', 'issuer', 'address', 'certificate', 'key'],
  'class'
];
const IDENTITY = Buffer.alloc(32);

const elements = () =>
  Array.from({ length: ELEMENTS_PER_PERSON }, () => Buffer.from(elementFrom(randomBytes(64)).serialize()));

const party = connect(readArguments(NEEDED));
const { trust, connection, issuer, recipient, cls } = party;
const name = { issuer, recipient, cls, epoch: currentEpoch(trust) };
const evaluate = (bend) => () => {
  const request = evaluationRequest(name, elements());
  bend(request);
  return connection.evaluate(request);
};

const CASES = {
  honest: evaluate(() => {}),
  identity_element: evaluate((request) => request.blindedElements.splice(3, 1, IDENTITY)),
  seven_elements: evaluate((request) => request.blindedElements.pop()),
  earlier_epoch: evaluate((request) => (request.epoch -= 2)),
  far_header: () => connection.getIndexHeader({ indexClass: `PURPOSE_${cls}`, epoch: name.epoch + 1000 }),
  // If this is not refused either, all of it was in one epoch.
  honest_again: evaluate(() => {})
};

async function refusalOf(call) {
  try {
    await call();
    return {};
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, reason, field, currentEpoch: current_epoch } = error;
    return { status, reason, field, current_epoch };
  }
}

const refusals = {};
for (const [name, call] of Object.entries(CASES)) refusals[name] = await refusalOf(call);
console.log(JSON.stringify(refusals));
connection.close();
