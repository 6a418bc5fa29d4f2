// The versions that this repository has installed, so that projects made by tests get the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of an installed package. */
export const versionOf = (name: string): string => {
  const file = join(import.meta.dirname, '../../node_modules', name, 'package.json');
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
};
