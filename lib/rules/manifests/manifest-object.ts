/** One object of a set, read once for all rules. */

import { dataAt, type Data, mapAt, textAt } from './data.ts';

/** One object with what every rule asks of it. */
export interface ManifestObject {
  readonly apiVersion: string;
  /** Group of the API, empty for the core. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** As written; empty when it is left to whoever applies it. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly body: Data;
}

/** Reads an object; what it does not say is empty. */
export function manifestObject(body: Data): ManifestObject {
  const apiVersion = textAt(body, 'apiVersion') ?? '';
  const metadata = dataAt(body, 'metadata');
  return {
    apiVersion,
    group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
    kind: textAt(body, 'kind') ?? '',
    name: textAt(metadata, 'name') ?? textAt(metadata, 'generateName') ?? '',
    namespace: textAt(metadata, 'namespace') ?? '',
    labels: mapAt(metadata, 'labels'),
    annotations: mapAt(metadata, 'annotations'),
    body,
  };
}
