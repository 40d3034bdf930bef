// The trust documents (proto/README.md, Trust documents): a pinned manifest, and the record of each Party.
import { hex, sha256 } from './bytes.mjs';
import { openDocument } from './envelope.mjs';
import { require } from './refused.mjs';

const DEFAULT_EPOCH_SECONDS = 3600;

export class Trust {
  // `pin`: SHA-256 of the manifest's payload, hexadecimal. `records`: envelopes.
  constructor(messages, manifestEnvelope, pin, records) {
    const unread = openDocument(messages, manifestEnvelope, 'manifest', []);
    require(hex(sha256(unread.payload)) === pin, 'MANIFEST_NOT_PINNED', 'this is another manifest');
    this.manifest = messages.read('Manifest', unread.payload);
    const ofParty = (party) => openDocument(messages, manifestEnvelope, 'manifest', party.rootKeys).signers.length > 0;
    const needed = Math.max(this.manifest.threshold, Math.floor(this.manifest.parties.length / 2) + 1);
    const signed = this.manifest.parties.filter(ofParty).length;
    require(signed >= needed, 'MANIFEST_SIGNATURES', `${signed} Parties signed, ${needed} must`);
    this.records = new Map(records.map((envelope) => this.#readRecord(messages, envelope)));
  }

  get epochSeconds() {
    return this.manifest.epochSeconds || DEFAULT_EPOCH_SECONDS;
  }

  record(party) {
    require(this.records.has(party), 'NO_PARTY_RECORD', party);
    return this.records.get(party);
  }

  // The public keys of a Party in one role, for example `KEY_ROLE_OPERATIONS`.
  keys(party, role) {
    return this.record(party)
      .keys.filter((key) => key.role === role)
      .map((key) => key.publicKey);
  }

  #readRecord(messages, envelope) {
    // Whose record it is has to be read before it can be said whose keys must have signed it; nothing else is.
    const claimed = messages.read('PartyRecord', openDocument(messages, envelope, 'party-record', []).payload);
    const party = this.manifest.parties.find((one) => one.party === claimed.party);
    require(party !== undefined, 'PARTY_RECORD_UNKNOWN_PARTY', claimed.party);
    const { signers } = openDocument(messages, envelope, 'party-record', party.rootKeys);
    require(signers.length >= party.rootThreshold, 'PARTY_RECORD_SIGNATURES', claimed.party);
    return [claimed.party, claimed];
  }
}
