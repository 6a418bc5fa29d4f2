// The published schemas at work: valid objects pass everywhere, seeded faults nowhere, fields on the versions that know them.
// One file, so that each schema is compiled once.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CrdPool } from '../../schemas/crd-pool.ts';
import { kubernetesKinds } from '../../schemas/kubernetes-sources.ts';
import { withAt } from '../support/kubernetes-object.ts';
import { kubernetesVersions, validateManifest, validateManifests } from '../support/schemas.ts';
import { faults } from './faults.ts';
import { fields } from './fields.ts';
import { valid } from './valid-objects.ts';

describe.each(kubernetesVersions)('Kubernetes %s', (version) => {
  test.each(Object.entries(valid))('accepts a valid %s', (_kind, manifest) => {
    expect(validateManifest(manifest, version)).toEqual([]);
  });
});

test('a release and a minor version with a v are understood', () => {
  expect(validateManifest(valid.deployment, '1.35.4')).toEqual([]);
  expect(validateManifest(valid.deployment, 'v1.35')).toEqual([]);
});

test('a version outside the pool is an error, not a pass', () => {
  expect(() => validateManifest(valid.deployment, '1.28')).toThrow(/1\.28; have 1\.29, .* 1\.37/);
  expect(() => validateManifest(valid.deployment, 'latest')).toThrow(RangeError);
});

test('problems of several objects name the object', () => {
  const spoilt = { ...valid.configMap, immutable: 'no' };
  expect(validateManifests([valid.service, spoilt], '1.35')).toEqual([
    { path: 'ConfigMap/shop-web immutable', message: 'must be boolean, is "no"' },
  ]);
});

test('quantities are taken in every spelling the server takes', () => {
  for (const memory of [
    '1',
    '1.5',
    '.5',
    '5.',
    '+1',
    '-1',
    '128974848',
    '129e6',
    '129M',
    '123Mi',
    '1E3',
    '1E',
    '100u',
    1,
    0.5,
  ]) {
    const container = { name: 'a', resources: { limits: { memory } } };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [container] },
    };
    expect(validateManifest(pod, '1.35'), String(memory)).toEqual([]);
  }
});

test.each(faults)('$symptom is refused in a $of', ({ of, at, value, path, since = '1.29' }) => {
  const spoilt = withAt(valid[of], at, value);
  expect(validateManifest(valid[of], '1.35')).toEqual([]);
  for (const version of kubernetesVersions.slice(kubernetesVersions.indexOf(since))) {
    const paths = validateManifest(spoilt, version).map((problem) => problem.path);
    expect(paths, version).toContain(path ?? at.join('.'));
  }
});

test('the message says what is accepted', () => {
  const spoilt = withAt(valid.deployment, ['spec', 'strategy', 'type'], 'Rolling');
  expect(validateManifest(spoilt, '1.35')).toEqual([
    { path: 'spec.strategy.type', message: '"Rolling" is none of Recreate, RollingUpdate' },
  ]);
});

test('an unknown kind is a problem that says so', () => {
  const [problem] = validateManifest(
    { apiVersion: 'v2', kind: 'Pod', metadata: { name: 'a' } },
    '1.35',
  );
  expect(problem?.message).toMatch(/no schema of v2\/Pod/);
  expect(validateManifest('text', '1.35')).not.toEqual([]);
  expect(validateManifest(null, '1.35')).not.toEqual([]);
});

test('all faults are told at once', () => {
  const twice = withAt(withAt(valid.deployment, ['spec', 'replica'], 2), ['spec', 'paused'], 'no');
  expect(validateManifest(twice, '1.35')).toHaveLength(2);
});

test.each(fields)('$field is accepted from $since on', ({ of, at, value, since, until }) => {
  const manifest = withAt(valid[of], at, value);
  const index = (version: string): number => kubernetesVersions.indexOf(version);
  for (const version of kubernetesVersions) {
    const known = index(version) >= index(since) && (!until || index(version) < index(until));
    const problems = validateManifest(manifest, version);
    if (known) expect(problems, version).toEqual([]);
    else expect(problems, version).not.toEqual([]);
  }
});

test('the schema of 1.37 wants the spec of a Deployment, earlier ones leave that to code', () => {
  const empty = withAt(valid.deployment, ['spec'], undefined);
  expect(validateManifest(empty, '1.37')).toEqual([{ path: 'spec', message: 'missing' }]);
  expect(validateManifest(empty, '1.36')).toEqual([]);
});

test('the pod selector of a NetworkPolicy may be left out from 1.34 on', () => {
  const bare = withAt(valid.networkPolicy, ['spec', 'podSelector'], undefined);
  expect(validateManifest(bare, '1.33')).toEqual([
    { path: 'spec.podSelector', message: 'missing' },
  ]);
  expect(validateManifest(bare, '1.34')).toEqual([]);
});

const crds: CrdPool = JSON.parse(
  readFileSync(new URL('../../schemas/crds.json', import.meta.url), 'utf8'),
);
const kindsOfCrds = Object.keys(crds.kinds);

test('every kind has a validator', () => {
  for (const kind of [...kubernetesKinds, ...kindsOfCrds]) {
    const [name, ...group] = kind.split('/').toReversed();
    const apiVersion = group.toReversed().join('/');
    const bogus = { apiVersion, kind: name, metadata: { name: 'a' }, bogus: 1 };
    expect(validateManifest(bogus, '1.37'), kind).toContainEqual({
      path: 'bogus',
      message: 'unknown field',
    });
  }
});
