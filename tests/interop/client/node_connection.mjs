// IndexService of another Party's node, over TLS 1.3 with the own node's certificate (proto/README.md, Transport).
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { Refused } from './refused.mjs';

const CALL_SECONDS = 20;
const FILE_SECONDS = 120;
const LARGEST_MESSAGE = 256 * 1024;

tls.DEFAULT_MIN_VERSION = 'TLSv1.3';

// Host names play no part in trust: the certificate must name a node of exactly the Party that was dialled. That the
// Party's own CA issued it is the handshake's: no other is trusted.
export function checkParty(party, certificate) {
  const uris = (certificate.subjectaltname ?? '').split(', ').filter((name) => name.startsWith('URI:'));
  const isNode = new RegExp(`^URI:vsx://${party}/node/[a-z0-9-]{1,64}$`).test(uris[0] ?? '');
  return uris.length === 1 && isNode ? undefined : new Error(`this is no node of ${party}`);
}

export class NodeConnection {
  constructor({ messages, protoFolder, trust, party, address, certificateFile, keyFile }) {
    this.messages = messages;
    const definition = loadSync('vsx/v1/index.proto', {
      includeDirs: [protoFolder],
      longs: String,
      enums: String,
      bytes: Buffer,
      defaults: true,
      arrays: true,
      oneofs: true
    });
    const { IndexService } = grpc.loadPackageDefinition(definition).vsx.v1;
    const credentials = grpc.credentials.createSsl(
      Buffer.from(trust.record(party).tlsCaPem),
      readFileSync(keyFile),
      readFileSync(certificateFile),
      { checkServerIdentity: (host, certificate) => checkParty(party, certificate) }
    );
    this.stub = new IndexService(address, credentials, { 'grpc.max_receive_message_length': LARGEST_MESSAGE });
  }

  close() {
    this.stub.close();
  }

  getIndexHeader(request) {
    return this.#call('getIndexHeader', request);
  }

  evaluate(request) {
    return this.#call('evaluate', request);
  }

  // All messages of the stream: the hashes, then the chunks.
  fetchIndex(request) {
    return new Promise((resolve, reject) => {
      const chunks = [];
      let hashes;
      const stream = this.stub.fetchIndex(request, { deadline: Date.now() + FILE_SECONDS * 1000 });
      stream.on('data', (message) => {
        if (message.content === 'chunkHashes' && hashes === undefined) hashes = message.chunkHashes.hashes;
        else chunks.push(message.chunk);
      });
      stream.on('error', (error) => reject(this.#refusal(error)));
      stream.on('end', () => resolve({ hashes: hashes ?? [], chunks }));
    });
  }

  #call(method, request) {
    return new Promise((resolve, reject) => {
      this.stub[method](request, { deadline: Date.now() + CALL_SECONDS * 1000 }, (error, response) => {
        if (error) reject(this.#refusal(error));
        else resolve(response);
      });
    });
  }

  // What the node refused with, as grpc-status-details-bin has it.
  #refusal(error) {
    const refusal = new Refused('PEER_NOT_REACHED', error.details ?? error.message);
    refusal.status = grpc.status[error.code];
    const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
    if (bytes === undefined) return refusal;
    const { details } = this.messages.read('StatusDetails', bytes);
    const detail = this.messages.read('ErrorDetail', details[0].value);
    refusal.reason = detail.reason;
    refusal.field = detail.field;
    refusal.currentEpoch = Number(detail.currentEpoch);
    return refusal;
  }
}
