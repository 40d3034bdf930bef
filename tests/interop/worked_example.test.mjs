// The worked example of proto/README.md by the other implementation: WorkedExampleTest has it by ours.
import assert from 'node:assert/strict';
import test from 'node:test';
import { hex } from './client/bytes.mjs';
import { verifyHeader } from './client/index_header.mjs';
import { matchIndex } from './client/match.mjs';
import { computedValues, indexName } from './example_steps.mjs';
import { ExampleFile, messages, trustOf } from './example_world.mjs';
import { WorkedExample } from './worked_example.mjs';

const example = new WorkedExample();

test('every value follows from those before it', async () => {
  const values = await computedValues(example);
  for (const [name, value] of values) assert.equal(value, example.text(name), name);
});

test('the header verifies and names key and root', () => {
  const header = verifyHeader(messages, trustOf(example), example.bytes('header envelope'), indexName(example));
  assert.equal(hex(header.sha256), example.text('header hash'));
  assert.equal(hex(header.prfPublicKey), example.text('public key'));
  assert.equal(hex(header.chunkRoot), example.text('chunk root'));
  assert.equal(header.cutOff, example.text('cut-off'));
  assert.equal(header.complete, true);
});

test('the handle finds the copy, and the slot opens', () => {
  const outputs = new Map([[example.text('handle'), example.bytes('output')]]);
  const file = new ExampleFile(example);
  const { matches, failures } = matchIndex(messages, trustOf(example), indexName(example), file, outputs);
  assert.deepEqual(failures, []);
  assert.equal(matches.length, 1);
  assert.equal(matches[0].copy.status, 'CASE_STATUS_IDENTIFIED');
  assert.deepEqual(matches[0].handles, [{ cls: 'document', mark: example.text('mark') }]);
});
