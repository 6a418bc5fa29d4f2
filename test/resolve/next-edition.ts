// An edition that does not exist, as the next one will be: another table under another number, handed in as data.
import type { Editions } from '../../lib/model/edition.ts';
import { EDITION_1, EDITIONS } from '../../lib/resolve/edition.ts';
import type { Service } from '../../lib/index.ts';

export const NEXT = 2;

/** Pods get longer to stop, and other requests and another port where the description says none. */
export const WITH_NEXT: Editions = {
  ...EDITIONS,
  [NEXT]: { ...EDITION_1, slackSeconds: 9, memory: '640Mi', port: 8080 },
};

/** A service whose slipway knows the next edition. */
export function knowingNext(service: Service): Service {
  return { ...service, defaults: { ...service.defaults, editions: WITH_NEXT } };
}
