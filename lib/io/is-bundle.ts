/** io: recognises a bundle in what an app wrote. */

import { type Bundle, BUNDLE_VERSION } from '../model/bundle.ts';

/** Whether a value is a bundle of this version. */
export function isBundle(value: unknown): value is Bundle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === BUNDLE_VERSION &&
    'diagnostics' in value &&
    Array.isArray(value.diagnostics) &&
    'services' in value &&
    Array.isArray(value.services)
  );
}
