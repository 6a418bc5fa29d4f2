// Whatever splits requests leads to the two Services made for it, never to the one that callers inside the cluster use.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defineService, resolve } from '../../lib/index.ts';
import { specArbitrary } from '../support/service-arbitrary.ts';

test('while requests are shared no route leads to the main Service, and the two shares are whole', () => {
  let tried = 0;
  fc.assert(
    fc.property(specArbitrary, (spec) => {
      // A web process on a disk of its own says another rollout.
      if (spec.rollout?.kind !== 'canary' || spec.web?.rollout !== undefined) return;
      const { plan } = resolve(defineService(spec), 'production', {
        readText: () => ({ ok: false, problem: 'no such file' }),
      });
      if (plan === undefined) return;
      tried += 1;
      const web = plan.processes['web'];
      if (web?.kind !== 'web' || web.rollout.kind !== 'weightedTraffic')
        throw new Error('no split');
      const routes = JSON.stringify(Object.values(plan.exposures).map(({ objects }) => objects));
      expect(routes).not.toContain(`"${web.objectName}"`);
      expect(routes).toContain(`"${web.objectName}-stable"`);
      if (web.rollout.weight > 0) expect(routes).toContain(`"${web.objectName}-canary"`);
      const selectors = web.stacks.map(({ selector }) => JSON.stringify(selector));
      expect(new Set(selectors).size).toBe(2);
      const [stable, canary] = web.stacks.map(({ scaling }) => scaling);
      expect(stable?.kind).not.toBe('idle');
      expect(canary?.kind === 'idle').toBe(web.rollout.canary === undefined);
    }),
    { numRuns: 300 },
  );
  expect(tried).toBeGreaterThan(10);
});
