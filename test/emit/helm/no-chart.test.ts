import { expect, test } from 'vitest';
import { emitHelm } from '../../../lib/emit/helm/emit-helm.ts';
import {
  canary,
  cronWindow,
  defineService,
  gateway,
  gunicorn,
  type ServiceSpec,
} from '../../../lib/index.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import { resolve } from '../../../lib/resolve/resolve.ts';
import { serviceSaying } from '../../../lib/resolve/spec-in.ts';
import { noFiles } from '../../support/synthesise.ts';

const timed = {
  min: 2,
  max: 8,
  triggers: {
    office: cronWindow({
      timezone: 'Europe/Berlin',
      start: '0 8 * * 1-5',
      end: '0 18 * * 1-5',
      replicas: 6,
    }),
  },
};

const described = (scale: NonNullable<NonNullable<ServiceSpec['web']>['scale']>) =>
  defineService({
    name: 'notes',
    image: { repository: 'ghcr.io/acme/notes', tag: '1.0.0' },
    web: { server: gunicorn({ app: 'notes.wsgi' }), health: '/healthz', scale },
    expose: gateway({
      host: 'notes.example.com',
      gateway: { namespace: 'gateways', name: 'public' },
    }),
    rollout: canary({ steps: [10, 50], step: 1, canary: { image: { tag: '1.1.0' } } }),
  });

function chartOf(service: ReturnType<typeof described>) {
  const planOf = (spec: ServiceSpec) =>
    resolve(serviceSaying(service, spec, 'default'), 'default', { readText: noFiles });
  const { plan, diagnostics } = planOf(service.spec);
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return emitHelm({
    environments: [{ environment: 'default', plan, spec: service.spec }],
    synthesise: (spec) => {
      const resolved = planOf(spec);
      return resolved.plan === undefined ? undefined : lower(resolved.plan);
    },
  });
}

test('a canary that KEDA scales gets no chart, and is told so', () => {
  const { files, diagnostics } = chartOf(described(timed));
  expect(files).toEqual([]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['SW3003']);
  expect(diagnostics[0]?.message).toContain('KEDA scales web');
});
