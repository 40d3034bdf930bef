// Refused is thrown where something that came from outside is not what the protocol says: `reason` is a word of
// proto/README.md where that has one.
export class Refused extends Error {
  constructor(reason, message) {
    super(`${reason}: ${message}`);
    this.reason = reason;
  }
}

export function require(condition, reason, message) {
  if (!condition) throw new Refused(reason, message);
}
