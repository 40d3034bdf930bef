// Merkle trees of RFC 6962 §2.1 over SHA-256.
import { sha256, u8 } from './bytes.mjs';

export const leafHash = (data) => sha256(u8(0), data);

export function merkleRoot(leafHashes) {
  if (leafHashes.length === 0) return sha256();
  if (leafHashes.length === 1) return leafHashes[0];
  let left = 1;
  while (left * 2 < leafHashes.length) left *= 2;
  return sha256(u8(1), merkleRoot(leafHashes.slice(0, left)), merkleRoot(leafHashes.slice(left)));
}
