// The chart of a service that stores something: sizes and classes are values, and what one pod holds stays with one pod.
import { expect, test } from 'vitest';
import { emitHelm } from '../../../lib/emit/helm/emit-helm.ts';
import type { Synthesise } from '../../../lib/emit/helm/synthesiser.ts';
import { keyOf } from '../../../lib/emit/helm/tree/values.ts';
import {
  claim,
  defineService,
  environmentsOf,
  ephemeral,
  gunicorn,
  http,
  perPod,
  recreate,
  stateful,
  type Service,
} from '../../../lib/index.ts';
import { lower } from '../../../lib/kubernetes/lower.ts';
import { resolve } from '../../../lib/resolve/resolve.ts';
import { serviceSaying, specIn } from '../../../lib/resolve/spec-in.ts';
import { noFiles } from '../../support/synthesise.ts';

function chartOf(service: Service) {
  const environments = environmentsOf(service).flatMap((environment) => {
    const { plan } = resolve(service, environment, { readText: noFiles });
    return plan === undefined ? [] : [{ environment, plan, spec: specIn(service, environment) }];
  });
  const synthesise: Synthesise = (spec, environment) => {
    const { plan } = resolve(serviceSaying(service, spec, environment), environment, {
      readText: noFiles,
    });
    return plan === undefined ? undefined : lower(plan);
  };
  const { files, parameters, diagnostics } = emitHelm({ environments, synthesise });
  const text = (end: string) => files.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { files, text, diagnostics, paths: parameters.map(({ path }) => keyOf(path)) };
}

const image = { repository: 'ghcr.io/acme/wiki', tag: '1' };
const wiki = defineService({
  name: 'wiki',
  image,
  volumes: {
    pages: claim({ size: '20Gi' }),
    'render-cache': ephemeral({ size: '5Gi', storageClass: 'fast' }),
    static: claim({ size: '1Gi', accessMode: 'ReadOnlyMany', storageClass: '' }),
  },
  web: {
    server: http({ command: ['/wiki'] }),
    scale: 1,
    rollout: recreate(),
    mounts: { '/pages': 'pages', '/cache': 'render-cache', '/static': 'static' },
  },
  environments: { staging: { volumes: { pages: { size: '1Gi' } } }, production: {} },
});

test('size and class of each claim are values; an empty class is none on purpose and stays', () => {
  const { paths, diagnostics, text } = chartOf(wiki);
  expect(diagnostics).toEqual([]);
  expect(paths.filter((path) => path.startsWith('volumes.'))).toEqual([
    'volumes.pages.size',
    'volumes.pages.storageClass',
    'volumes.renderCache.size',
    'volumes.renderCache.storageClass',
    'volumes.static.size',
  ]);
  expect(text('values-staging.yaml')).toContain('size: 1Gi');
});

test('Helm leaves the claims when a release is removed', () => {
  const texts = chartOf(wiki).files.map((file) => file.text);
  const claims = texts.filter((text) => text.includes('kind: PersistentVolumeClaim'));
  expect(claims).toHaveLength(2);
  for (const text of claims) expect(text).toContain('helm.sh/resource-policy: keep');
});

const mostPods = (service: Service): unknown =>
  JSON.parse(chartOf(service).text('values.schema.json')).properties.web.properties.replicaCount
    .maximum;

test('a second pod of one disk is refused by the chart', () => {
  expect(mostPods(wiki)).toBe(1);
});

test('a claim that many nodes mount bounds no number', () => {
  const shared = defineService({
    name: 'wiki',
    image,
    volumes: { pages: claim({ size: '20Gi', accessMode: 'ReadWriteMany' }) },
    web: { server: http({ command: ['/wiki'] }), mounts: { '/pages': 'pages' } },
  });
  expect(mostPods(shared)).toBeGreaterThan(1);
});

test('what follows from other values is found out where the number of pods is bounded', () => {
  const python = defineService({
    name: 'wiki',
    image,
    volumes: { pages: claim({ size: '20Gi' }) },
    web: {
      server: gunicorn({ app: 'wiki.wsgi' }),
      scale: 1,
      rollout: recreate(),
      mounts: { '/pages': 'pages' },
    },
  });
  // The number of gunicorn's workers follows from the CPU that is asked for, or allowed.
  const config = chartOf(python).files.find(({ text }) => text.includes('workers = '))?.text ?? '';
  expect(/^ *workers = (.*)$/m.exec(config)?.[1]).toContain('.resources.');
});

test('a person is told to wait for what there is', () => {
  const index = defineService({
    name: 'index',
    image,
    volumes: { data: perPod({ size: '1Gi' }) },
    web: {
      server: http({ command: ['/index'] }),
      scale: 3,
      mounts: { '/data': 'data' },
      rollout: stateful(),
    },
  });
  const { text, paths, diagnostics } = chartOf(index);
  expect(diagnostics).toEqual([]);
  expect(text('NOTES.txt')).toContain('rollout status --watch statefulset --selector');
  expect(paths).toContain('volumes.data.size');
  expect(text('values.schema.json')).toContain('size');
});
