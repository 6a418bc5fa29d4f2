// What may be asked of a value: by the plan's name or by the author's.
import { expect, test } from 'vitest';
import {
  defineService,
  explain,
  gunicorn,
  perPod,
  resolve,
  stateful,
  type Bundle,
} from '../../lib/index.ts';

const service = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'shop.wsgi' }), scale: { min: 3, max: 6, cpu: 70 } },
  workers: { mail: { command: ['celery', 'worker'], scale: 2 } },
  crons: { report: { schedule: '@daily', timeZone: 'Europe/Berlin', command: ['report'] } },
});
const { plan, origins } = resolve(service, 'default', {
  readText: () => ({ ok: false, problem: 'no such file' }),
});
const bundle: Bundle = {
  version: 1,
  diagnostics: [],
  services: [
    {
      service: 'shop',
      environment: 'default',
      editions: [1],
      ...(plan === undefined ? {} : { plan }),
      origins: Object.fromEntries(origins),
      manifests: [],
    },
  ],
};

/** Paths and values of the answer. */
function answers(path: string): readonly unknown[] {
  const explained = explain(bundle, { service: 'shop', path });
  if (!explained.ok) throw new Error(explained.problem);
  return explained.explanations.map((each) => [each.path, each.value]);
}

test.each([
  ['web.scale.min', 'processes.web.scaling.minReplicas', 3],
  ['workers.mail.scale', 'processes.mail.scaling.replicas', 2],
  ['crons.report.timeZone', 'processes.report.timeZone', 'Europe/Berlin'],
])('%s is found by the name the author gave it', (asked, path, value) => {
  expect(answers(asked)).toEqual([[path, value]]);
});

test.each(['workers.mail.objectName', 'mail.objectName', 'processes.mail.objectName'])(
  '%s is found by the name in the plan, with or without the kind of process',
  (asked) => {
    expect(answers(asked)).toEqual([['processes.mail.objectName', 'shop-mail']]);
  },
);

test.each(['web.sclae.min', 'crons.mial', 'crons.'])('%s is nothing', (asked) => {
  expect(explain(bundle, { service: 'shop', path: asked }).ok).toBe(false);
});

test('what is stored says who decided it', () => {
  const storing = defineService({
    name: 'index',
    image: { repository: 'ghcr.io/acme/index', tag: '1.0.0' },
    volumes: { data: perPod({ size: '1Gi' }) },
    web: {
      server: gunicorn({ app: 'index.wsgi' }),
      mounts: { '/data': 'data' },
      rollout: stateful({ claims: { whenScaled: 'Delete' } }),
    },
  });
  const resolved = resolve(storing, 'default', {
    readText: () => ({ ok: false, problem: 'no such file' }),
  });
  const kindOf = (path: string) => resolved.origins.get(path)?.kind;
  expect(kindOf('volumes.data')).toBe('spec');
  expect(kindOf('volumes.data.accessMode')).toBe('derived');
  expect(kindOf('processes.web.container.volumes')).toBe('spec');
  expect(kindOf('processes.web.rollout.podManagement')).toBe('derived');
  // What was said has no reason beside the description.
  expect(kindOf('processes.web.rollout.claims')).toBeUndefined();
});
