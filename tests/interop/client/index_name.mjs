// Which index is meant: what `issuer` made for `recipient`, of one class, for one epoch.
import { concat, lengthPrefixed, u64be } from './bytes.mjs';

// `cls`: the class by its name, such as PROTECTIVE_CHECK.
export const indexContext = ({ issuer, recipient, cls, epoch }) =>
  concat(lengthPrefixed(issuer), lengthPrefixed(recipient), lengthPrefixed(cls), u64be(epoch));

export const epochAt = (unixSeconds, epochSeconds) => Math.floor(unixSeconds / epochSeconds);
