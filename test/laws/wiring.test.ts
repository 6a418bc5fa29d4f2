/** Law 3 over generated services: whatever an emitted object refers to is emitted exactly once, or is declared to be outside. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { outsideOf } from '../../lib/constructs/outside.ts';
import { withAt } from '../support/kubernetes-object.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { synthesise } from '../support/synthesise.ts';
import type { Synthesised } from '../support/synthesise.ts';
import { danglingReferences } from '../support/wiring/dangling-references.ts';
import { overlaps } from '../support/wiring/overlaps.ts';

const RUNS = 60;

/** What a service takes from its cluster: Secrets, ConfigMaps and claims its description names, issuers of certificates, Gateways. */
function outside({ plan }: Synthesised): readonly string[] {
  const { secrets, configMaps, claims } = outsideOf(plan);
  return [
    ...(secrets ?? []).map((name) => `Secret/${name}`),
    ...(configMaps ?? []).map((name) => `ConfigMap/${name}`),
    ...(claims ?? []).map((name) => `PersistentVolumeClaim/${name}`),
    'ClusterIssuer/*',
    'Issuer/*',
    'Gateway/*',
    'ClusterSecretStore/*',
    'SecretStore/*',
  ];
}

const objectsOf = ({ entries }: Synthesised) => entries.map(({ manifest }) => manifest);

test('wiring: every reference leads to one object or outside, and no two objects claim the same', () => {
  fc.assert(
    fc.property(serviceArbitrary, (service) => {
      for (const synthesised of synthesise(service)) {
        const manifests = objectsOf(synthesised);
        expect(danglingReferences(manifests, { outside: outside(synthesised) })).toEqual([]);
        expect(overlaps(manifests)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

test.each(['Service', 'ServiceAccount', 'ConfigMap', 'Deployment'])(
  'wiring: were every %s of the shop renamed, what refers to it would be seen',
  (kind) => {
    for (const synthesised of synthesise(shop)) {
      const renamed = objectsOf(synthesised).map((manifest) =>
        manifest.kind === kind ? withAt(manifest, ['metadata', 'name'], 'elsewhere') : manifest,
      );
      const found = danglingReferences(renamed, { outside: outside(synthesised) });
      expect(found.filter(({ to }) => to.startsWith(`${kind}/`))).not.toEqual([]);
    }
  },
);

test('wiring: a Secret that the description does not name would be seen', () => {
  for (const synthesised of synthesise(shop)) {
    const found = danglingReferences(objectsOf(synthesised), {
      outside: ['ClusterIssuer/*', 'Secret/shop-redis'],
    });
    expect(new Set(found.map(({ to }) => to))).toEqual(new Set(['Secret/shop-db#url']));
  }
});
