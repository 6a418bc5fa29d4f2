/** Law of rules over generated services: what is accepted satisfies every rule about manifests, and a planted fault does not. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shop } from '../../charts/shop.ts';
import { outsideOf } from '../../lib/constructs/outside.ts';
import { MANIFEST_RULES, PLAN_RULES } from '../../lib/rules/catalogue.ts';
import { checkManifests, checkPlan } from '../../lib/rules/engine.ts';
import { withAt } from '../support/kubernetes-object.ts';
import { serviceArbitrary } from '../support/service-arbitrary.ts';
import { synthesise, type Synthesised } from '../support/synthesise.ts';

const RUNS = 60;

const complaintsOf = (
  { plan, entries }: Synthesised,
  manifests: readonly unknown[] = entries.map(({ manifest }) => manifest),
) =>
  checkManifests(MANIFEST_RULES, manifests, {
    planChecked: true,
    outside: outsideOf(plan),
  });

test('rules: objects of an accepted service break no rule about manifests', () => {
  fc.assert(
    fc.property(serviceArbitrary, (service) => {
      for (const synthesised of synthesise(service)) {
        const errors = checkPlan(PLAN_RULES, synthesised.plan).filter(
          ({ severity }) => severity === 'error',
        );
        // A service that is refused writes no objects.
        if (errors.length > 0) continue;
        const found = complaintsOf(synthesised).map(
          ({ code, severity, at, message }) => `${severity} ${code} ${at.object ?? ''}: ${message}`,
        );
        expect(found).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
});

test.each([
  ['Service', 'SW4106'],
  ['ServiceAccount', 'SW4105'],
  ['ConfigMap', 'SW4103'],
  ['Deployment', 'SW4107'],
])('rules: were every %s of the shop renamed, %s would say so', (kind, code) => {
  for (const synthesised of synthesise(shop)) {
    const renamed = synthesised.entries.map(({ manifest }) =>
      manifest.kind === kind ? withAt(manifest, ['metadata', 'name'], 'elsewhere') : manifest,
    );
    expect(complaintsOf(synthesised, renamed).map((found) => found.code)).toContain(code);
  }
});
