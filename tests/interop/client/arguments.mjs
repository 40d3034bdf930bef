// What both programs are told: who asks whom, with which papers.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Messages } from './messages.mjs';
import { NodeConnection } from './node_connection.mjs';
import { Trust } from './trust.mjs';

const TEXT = { type: 'string' };
const OPTIONS = {
  proto: TEXT, // the folder that holds vsx/v1
  manifest: TEXT,
  'manifest-sha256': TEXT,
  record: { type: 'string', multiple: true },
  recipient: TEXT, // the Party that asks
  issuer: TEXT, // the Party that is asked
  address: TEXT, // its peer port
  certificate: TEXT, // of the asking Party's node
  key: TEXT,
  class: TEXT,
  handles: TEXT // a file, one canonical handle a line
};

export function readArguments(needed) {
  const { values } = parseArgs({ options: OPTIONS });
  for (const name of needed) {
    if (values[name] === undefined) throw new Error(`--${name} is missing`);
  }
  return values;
}

export function connect(values) {
  const messages = new Messages(values.proto);
  const trust = new Trust(
    messages,
    readFileSync(values.manifest),
    values['manifest-sha256'],
    values.record.map((file) => readFileSync(file))
  );
  const connection = new NodeConnection({
    messages,
    protoFolder: values.proto,
    trust,
    party: values.issuer,
    address: values.address,
    certificateFile: values.certificate,
    keyFile: values.key
  });
  const { issuer, recipient, class: cls } = values;
  return { messages, trust, connection, issuer, recipient, cls };
}
