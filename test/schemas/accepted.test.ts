// Valid objects: every version the pool covers takes them.
import { describe, expect, test } from 'vitest';
import { kubernetesVersions, validateManifest, validateManifests } from '../support/schemas.ts';
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
