// Rules that judge one object by another ask first whether the two have to do with each other.
import { describe, expect, test } from 'vitest';
import { MANIFEST_RULES } from '../../lib/rules/catalogue.ts';
import { checkManifests } from '../../lib/rules/engine.ts';
import { deployment, object } from './required/requirement.ts';

const complained = (code: string, ...objects: readonly unknown[]) =>
  checkManifests(MANIFEST_RULES, objects)
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ at, severity }) => `${severity} ${at.object ?? ''}`);

const ingress = (className: string, host: string, name: string, annotations = {}) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    {
      ingressClassName: className,
      rules: [
        {
          ...(host === '*' ? {} : { host }),
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
    { name, annotations },
  );

describe('granian and a proxy (SW4223)', () => {
  const granian = deployment({
    container: { command: ['granian', '--workers-kill-timeout', '30', 'app:app'] },
  });
  const service = object('v1', 'Service', { selector: { app: 'app' }, ports: [{ port: 80 }] });

  test('are judged where a route leads to its Service', () => {
    const found = complained('SW4223', granian, service, ingress('nginx', 'a.example', 'app'));
    expect(found).toEqual(['error Deployment/app']);
  });

  test('are left alone where the route leads elsewhere, or nothing leads to it', () => {
    const other = ingress('nginx', 'a.example', 'other');
    expect(complained('SW4223', granian, service, other)).toEqual([]);
    expect(complained('SW4223', granian, ingress('nginx', 'a.example', 'app'))).toEqual([]);
  });
});

describe('a load balancer and the proxy behind it (SW4418)', () => {
  const slow = ingress('nginx', 'a.example', 'app', { 'nginx.org/proxy-read-timeout': '120s' });

  test.each([['a.example'], ['*'], ['*.example']])('are judged where it takes %s', (host) => {
    const found = complained('SW4418', slow, ingress('alb', host, 'front'));
    expect(found).toEqual(['warning Ingress/front']);
  });

  test('are left alone where it takes another host', () => {
    expect(complained('SW4418', slow, ingress('alb', 'b.example', 'front'))).toEqual([]);
  });
});

describe('a policy for what goes out, and DNS (SW4113)', () => {
  const policy = (spec: object) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', {
      podSelector: { matchLabels: { app: 'app' } },
      ...spec,
    });
  const database = { egress: [{ ports: [{ port: 5432 }] }] };

  test('is judged by its rules where it names no types, as the API does', () => {
    expect(complained('SW4113', deployment({}), policy(database))).toEqual([
      'error Deployment/app',
    ]);
    expect(
      complained('SW4113', deployment({}), policy({ ...database, policyTypes: ['Egress'] })),
    ).toEqual(['error Deployment/app']);
  });

  test('is left alone where it is about what comes in', () => {
    const inward = { ...database, policyTypes: ['Ingress'], ingress: [{}] };
    expect(complained('SW4113', deployment({}), policy(inward))).toEqual([]);
    expect(complained('SW4113', deployment({}), policy({ ingress: [{}] }))).toEqual([]);
  });
});

describe('two VirtualServers (SW4403)', () => {
  const server = (name: string, host: string) =>
    object('k8s.nginx.org/v1', 'VirtualServer', { host }, { name });

  test('of one host are one too many, of two hosts none', () => {
    expect(complained('SW4403', server('a', 'a.example'), server('b', 'a.example'))).toEqual([
      'error VirtualServer/b',
    ]);
    expect(complained('SW4403', server('a', 'a.example'), server('b', 'b.example'))).toEqual([]);
  });
});

describe('an nginx of which nobody says how it is stopped (SW4222)', () => {
  const judged = (image: string) =>
    complained('SW4222', deployment({ container: { image, ports: [{ containerPort: 8080 }] } }));

  test.each([
    'nginx:1.31',
    'docker.io/library/nginx:1.31',
    'public.ecr.aws/docker/library/nginx:1.31',
    'public.ecr.aws/nginx/nginx:1.31',
    'mirror.gcr.io/library/nginx@sha256:0',
    'ghcr.io/nginxinc/nginx-unprivileged:1.31',
    'nginx/nginx-prometheus-exporter:1.4.2',
  ])('is not %s', (image) => {
    expect(judged(image)).toEqual([]);
  });

  test('is one of another origin, which is a warning: it may be built on the official one', () => {
    expect(judged('ghcr.io/acme/nginx:1.31')).toEqual(['warning Deployment/app']);
  });
});
