// The messages of proto/vsx/v1/*.proto, read by protobufjs. Numbers of 64 bits come as strings of digits, bytes as
// Buffers, enums by name; an enum value that the files do not name stays a number.
import path from 'node:path';
import protobuf from 'protobufjs';
import { Refused } from './refused.mjs';

const READING = { bytes: Buffer, enums: String, longs: String, defaults: true, arrays: true };

export class Messages {
  // `folder` is the one that holds vsx/v1.
  constructor(folder) {
    this.root = new protobuf.Root();
    this.root.resolvePath = (origin, target) =>
      target.startsWith('google/') ? target : path.isAbsolute(target) ? target : path.join(folder, target);
    this.root.loadSync(['statement', 'trust', 'index', 'error'].map((name) => `vsx/v1/${name}.proto`));
  }

  read(name, bytes) {
    const type = this.root.lookupType(`vsx.v1.${name}`);
    try {
      return type.toObject(type.decode(bytes), READING);
    } catch (error) {
      throw new Refused('STATEMENT_MALFORMED', `this is no ${name}: ${error.message}`);
    }
  }
}
