// The file of one index: records ‖ entries, both ascending, in chunks whose hashes give the header's root.
import { equal } from './bytes.mjs';
import { leafHash, merkleRoot } from './merkle.mjs';
import { require } from './refused.mjs';

export const RECORD_SIZE = 4096;
export const ENTRY_SIZE = 137;
export const CHUNK_SIZE = 65536;
const ID_SIZE = 16;
const TAG_SIZE = 16;

export function geometryOf(step) {
  const recordCount = 1024 * 4 ** step;
  const entryCount = 8 * recordCount;
  const fileSize = recordCount * RECORD_SIZE + entryCount * ENTRY_SIZE;
  return { recordCount, entryCount, fileSize, chunkCount: Math.ceil(fileSize / CHUNK_SIZE) };
}

// `count` rows of `size` bytes whose first `keySize` are strictly ascending.
class SortedRows {
  constructor(bytes, count, size, keySize) {
    Object.assign(this, { bytes, count, size, keySize });
    for (let i = 1; i < count; ++i) {
      require(Buffer.compare(this.key(i - 1), this.key(i)) < 0, 'INDEX_MALFORMED', 'rows are not in order');
    }
  }

  row(i) {
    return this.bytes.subarray(i * this.size, (i + 1) * this.size);
  }

  key(i) {
    return this.row(i).subarray(0, this.keySize);
  }

  find(key) {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(this.key(middle), key) < 0) low = middle + 1;
      else high = middle;
    }
    return low < this.count && equal(this.key(low), key) ? this.row(low) : undefined;
  }
}

export class IndexFile {
  // `chunkHashes` as they came first, `chunks` all of them, in order.
  constructor(header, chunkHashes, chunks) {
    const geometry = geometryOf(header.capacityStep);
    require(chunkHashes.length === geometry.chunkCount, 'INDEX_MALFORMED', `${chunkHashes.length} chunk hashes`);
    require(chunkHashes.every((hash) => hash.length === 32), 'INDEX_MALFORMED', 'the size of a chunk hash');
    require(equal(merkleRoot(chunkHashes), header.chunkRoot), 'INDEX_MALFORMED', 'the hashes do not give the root');
    require(chunks.length === geometry.chunkCount, 'INDEX_MALFORMED', `${chunks.length} chunks`);
    chunks.forEach((chunk, i) => {
      const size = Math.min(CHUNK_SIZE, geometry.fileSize - i * CHUNK_SIZE);
      require(chunk.length === size, 'INDEX_MALFORMED', `chunk ${i} has ${chunk.length} bytes`);
      require(equal(leafHash(chunk), chunkHashes[i]), 'INDEX_MALFORMED', `chunk ${i} is another than its hash says`);
    });
    const file = Buffer.concat(chunks);
    const recordBytes = geometry.recordCount * RECORD_SIZE;
    this.records = new SortedRows(file.subarray(0, recordBytes), geometry.recordCount, RECORD_SIZE, ID_SIZE);
    this.entries = new SortedRows(file.subarray(recordBytes), geometry.entryCount, ENTRY_SIZE, TAG_SIZE);
  }

  findRecord(id) {
    return this.records.find(id);
  }

  findEntry(tag) {
    return this.entries.find(tag);
  }
}
