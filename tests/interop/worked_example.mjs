// The worked example of a blind check in proto/README.md: lines of a name, two spaces or more, and a value, with a
// remark after two more.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromHex } from './client/bytes.mjs';

// Where proto/ and tests/ lie: this runs in a folder of the build.
export const sourceFolder = process.env.VSX_SOURCE_DIR;
if (sourceFolder === undefined) throw new Error('VSX_SOURCE_DIR is not set');

const BEGIN = '<!-- blind-check-example:begin -->';
const END = '<!-- blind-check-example:end -->';

export class WorkedExample {
  constructor(page = readFileSync(path.join(sourceFolder, 'proto/README.md'), 'utf8')) {
    const section = page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END));
    this.values = new Map();
    for (const line of section.split('\n')) {
      const found = /^ {4}(\S+(?: \S+)*) {2,}(\S+)/.exec(line);
      if (found !== null) this.values.set(found[1], found[2]);
    }
  }

  text(name) {
    if (!this.values.has(name)) throw new Error(`proto/README.md has no value '${name}'`);
    return this.values.get(name);
  }

  bytes(name) {
    return fromHex(this.text(name));
  }

  number(name) {
    return Number(this.text(name));
  }

  list(name, count) {
    return Array.from({ length: count }, (_, i) => this.bytes(`${name} ${i}`));
  }
}

// A file of tests/statement/golden: hexadecimal, in lines.
export const readGolden = (name) =>
  fromHex(readFileSync(path.join(sourceFolder, `tests/statement/golden/${name}.hex`), 'utf8').replace(/\n/g, ''));
