// Names that lead nowhere are told in the same round as mistakes of shape, once, and never because of a name misspelt elsewhere.
import { describe, expect, test } from 'vitest';
import {
  claim,
  defineService,
  gunicorn,
  loadBalancer,
  nginxIngress,
  redis,
  redisList,
  resolve,
  type ServiceSpec,
} from '../../lib/index.ts';

const other = defineService({
  name: 'billing',
  image: { repository: 'ghcr.io/acme/billing', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'billing.wsgi' }) },
});

const right: ServiceSpec = {
  name: 'app',
  image: { repository: 'ghcr.io/acme/app', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'app.wsgi' }), health: '/healthz' },
};

const worker = { command: ['celery'] };
const volumes = { uploads: claim({ size: '1Gi' }) };
const needs = { broker: redis({ host: { BROKER: 'broker' } }) };
const queue = redisList({ source: 'brokr', list: 'celery' });

/** Codes and places of what is wrong, without the notes. */
function told(spec: object): readonly string[] {
  const service = defineService({ ...right, ...spec } as ServiceSpec);
  const readText = () => ({ ok: false, problem: 'there are no files here' }) as const;
  return resolve(service, 'default', { readText })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, at }) => `${code} ${at.path ?? ''}`);
}

/** A mistake of shape somewhere else. */
const broken = { crons: { cleanup: { schedule: '0 4 * * *', command: 'x' } } };
const shape = 'SW1001 crons.cleanup.command';

const mistakes: Readonly<Record<string, readonly [spec: object, complaint: string]>> = {
  'a mounted volume': [
    { volumes, web: { ...right.web, mounts: { '/srv': 'upload' } } },
    'SW2190 web.mounts./srv',
  ],
  'a mounted volume of a worker, written at length': [
    { volumes, workers: { mail: { ...worker, mounts: { '/srv': { volume: 'upload' } } } } },
    'SW2190 workers.mail.mounts./srv',
  ],
  'the process that a peer may call': [
    { network: { ingress: [{ namespace: 'shop', process: 'wbe' }] } },
    'SW2109 network.ingress.0.process',
  ],
  'the process behind a path': [
    {
      expose: nginxIngress({
        host: 'a.example',
        tls: { issuer: 'le' },
        paths: [{ path: '/', process: 'wbe' }],
      }),
    },
    'SW2109 expose.paths.0.process',
  ],
  'the process behind a load balancer': [
    { expose: loadBalancer({ process: 'wbe' }) },
    'SW2109 expose.process',
  ],
  'the need of a trigger': [
    { needs, workers: { mail: { ...worker, scale: { max: 4, triggers: { queue } } } } },
    'SW2158 workers.mail.scale.triggers.queue.source',
  ],
  'a trigger in a formula': [
    {
      needs,
      workers: {
        mail: {
          ...worker,
          scale: {
            max: 4,
            triggers: { queue: redisList({ source: 'broker', list: 'celery' }) },
            formula: { formula: 'quue / 2', target: 5 },
          },
        },
      },
    },
    'SW2162 workers.mail.scale.formula.formula',
  ],
  'a process of another service': [
    { config: { BILLING_URL: other.url({ process: 'wbe' }) } },
    'SW2167 config.BILLING_URL',
  ],
  'an environment of another service': [
    { workers: { mail: { ...worker, config: { A: other.url({ environment: 'staging' }) } } } },
    'SW2164 workers.mail.config.A',
  ],
};

describe.each(Object.entries(mistakes))('%s, misspelt,', (_name, [spec, complaint]) => {
  test('is told together with a mistake of shape elsewhere', () => {
    expect(told({ ...broken, ...spec }).toSorted()).toEqual([shape, complaint]);
  });

  test('is told once where nothing else is wrong', () => {
    expect(told(spec)).toEqual([complaint]);
  });
});

describe('nothing is said of a name', () => {
  test('that stands in what is itself malformed', () => {
    const uploads = claim(JSON.parse('{"sise":"1Gi"}'));
    expect(
      told({ volumes: { uploads }, web: { ...right.web, mounts: { '/srv': 'uploads' } } }),
    ).toEqual(expect.not.arrayContaining([expect.stringMatching(/^SW2190/)]));
  });

  test('whose place is itself misspelt', () => {
    expect(told({ volums: volumes, web: { ...right.web, mounts: { '/srv': 'uploads' } } })).toEqual(
      ['SW1002 volums'],
    );
  });

  test('in a place of another shape', () => {
    expect(told({ web: { ...right.web, mounts: 'uploads' }, network: { ingress: 'all' } })).toEqual(
      ['SW1001 web.mounts', 'SW1001 network.ingress'],
    );
  });
});
