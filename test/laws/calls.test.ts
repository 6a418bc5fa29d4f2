/** Law of calls over generated services: every pair that the descriptions imply reaches, and no other does. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { App, ServiceChart, defineService, type ServiceSpec } from '../../lib/index.ts';
import { synthesise } from '../../lib/constructs/synthesise.ts';
import { networkOf } from '../support/network-policy.ts';
import { podTemplatesOf } from '../support/pod-templates.ts';
import { specArbitrary } from '../support/service-arbitrary.ts';

const RUNS = 6;

/** The same description under another name, in one environment, behind policies. */
function renamed(spec: ServiceSpec, name: string, more: Partial<ServiceSpec> = {}): ServiceSpec {
  const { environments: _environments, network: _network, ...rest } = spec;
  return { ...rest, name, environments: { production: {} }, ...more };
}

test('calls: of two generated services the caller reaches the other, and nothing else crosses', () => {
  fc.assert(
    fc.property(specArbitrary, specArbitrary, fc.boolean(), fc.boolean(), (one, two, late, own) => {
      const called = defineService(renamed(one, 'called'));
      const link = { CALLED: called.url() };
      const worker = { caller: { command: ['x'], config: link } };
      const caller = defineService(
        renamed(two, 'calling', own ? { workers: worker } : { config: link }),
      );
      const app = new App({ outdir: 'unwritten', helm: false });
      for (const service of late ? [caller, called] : [called, caller])
        new ServiceChart(app, service, { environment: 'production' });
      const { services } = synthesise(app);
      if (services.length < 2) return;
      const manifests = services.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
      const network = networkOf(manifests);
      const pods = podTemplatesOf(manifests);
      const port = one.web?.port ?? 8000;
      for (const from of pods) {
        for (const to of pods) {
          const crosses = from.namespace !== to.namespace;
          const implied =
            from.namespace === 'calling-production' &&
            to.namespace === 'called-production' &&
            to.labels['app.kubernetes.io/component'] === 'web' &&
            (!own || from.labels['app.kubernetes.io/component'] === 'caller');
          if (crosses) expect(network.allows({ from, to, port })).toBe(implied);
        }
      }
    }),
    { numRuns: RUNS },
  );
});
