// Which Ingresses get in one another's way, by host and by path.
import { describe, expect, test } from 'vitest';
import { MANIFEST_RULES } from '../../lib/rules/catalogue.ts';
import { checkManifests } from '../../lib/rules/engine.ts';

interface Said {
  readonly name: string;
  readonly path: string;
  readonly host?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const F5 = { 'nginx.org/proxy-read-timeout': '36s' };

const ingress = ({ name, path, host = 'shop.example.com', annotations = F5 }: Said): unknown => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, annotations },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host,
        http: {
          paths: [
            {
              path,
              pathType: 'Prefix',
              backend: { service: { name: 'web', port: { number: 80 } } },
            },
          ],
        },
      },
    ],
  },
});
const claims = (...said: readonly Said[]) =>
  checkManifests(MANIFEST_RULES, said.map(ingress))
    .filter(({ code }) => code === 'SW4403')
    .map(({ at }) => at.object);

describe("a host that two Ingresses share under F5's controller", () => {
  test('belongs to one of them whatever the paths, so the other, with its allow-list, never holds', () => {
    const hook = {
      name: 'hook',
      path: '/webhook',
      annotations: { ...F5, 'nginx.org/policies': 'allow' },
    };
    expect(claims({ name: 'shop', path: '/' }, hook)).toEqual(['Ingress/hook']);
  });

  test('is reported once when the path is the same too', () => {
    expect(claims({ name: 'a', path: '/' }, { name: 'b', path: '/' })).toEqual(['Ingress/b']);
  });

  test('may be shared by a master and its minions', () => {
    const merged = (type: string) => ({ ...F5, 'nginx.org/mergeable-ingress-type': type });
    expect(
      claims(
        { name: 'master', path: '/', annotations: merged('master') },
        { name: 'minion', path: '/webhook', annotations: merged('minion') },
      ),
    ).toEqual([]);
  });

  test('is nothing to complain of when the hosts differ', () => {
    expect(
      claims({ name: 'a', path: '/' }, { name: 'b', path: '/', host: 'hooks.example.com' }),
    ).toEqual([]);
  });
});

test('ingress-nginx merges the paths of a host', () => {
  const annotations = { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '36' };
  expect(
    claims({ name: 'a', path: '/', annotations }, { name: 'b', path: '/webhook', annotations }),
  ).toEqual([]);
});
