/** emit › helm › surface of the service: image, identity and variables that all processes share. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { plainTexts, replaceTexts, setOrRemove } from './places.ts';
import {
  DIGEST,
  PULL_SECRETS,
  REPOSITORY,
  TAG,
  annotations,
  objectName,
  variables,
} from './texts.ts';

/** Values of the service as a whole, as Helm users know them. */
export function serviceSurface(environments: readonly Described[]): readonly Parameter[] {
  return [
    ...imageSurface(['image'], ['image'], environments),
    {
      path: ['image', 'pullPolicy'],
      domain: { kind: 'choice', values: ['IfNotPresent', 'Always', 'Never'] },
      description: 'When the kubelet asks the registry.',
      sets: 'image.pullPolicy',
      read: ({ spec }) => spec.image.pullPolicy ?? 'IfNotPresent',
      write: (value) => [{ at: ['image', 'pullPolicy'], to: value }],
    },
    {
      path: ['imagePullSecrets'],
      domain: PULL_SECRETS,
      description: 'Secrets of type kubernetes.io/dockerconfigjson, e.g. [{name: registry}].',
      sets: 'image.pullSecrets',
      read: ({ spec }) => (spec.image.pullSecrets ?? []).map((name) => ({ name })),
      write: (value) => [{ at: ['image', 'pullSecrets'], to: namesIn(value) }],
    },
    ...identitySurface(),
    {
      path: ['env'],
      domain: variables([]),
      description: 'Variables of every process. They win over those the chart sets itself.',
      sets: 'config',
      read: ({ spec }) => plainTexts(spec.config),
      write: (value, _get, spec) => replaceTexts(spec, ['config'], value),
    },
  ];
}

/** Repository, tag and digest of an image that the description gives at a place. */
export function imageSurface(
  path: readonly string[],
  at: readonly string[],
  environments: readonly Described[],
): readonly Parameter[] {
  const tagged = environments.every(({ spec }) => placeAt(spec, [...at, 'tag']) !== undefined);
  const read = (key: string) => (described: Described) =>
    placeAt(described.spec, [...at, key]) ?? '';
  return [
    {
      path: [...path, 'repository'],
      domain: REPOSITORY,
      description: 'Registry and path of the image, without tag.',
      sets: [...at, 'repository'].join('.'),
      read: read('repository'),
      write: (value) => setOrRemove([...at, 'repository'], value),
    },
    {
      path: [...path, 'tag'],
      domain: tagged
        ? TAG
        : { ...TAG, optional: true, pattern: '^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$' },
      description: 'Tag of the image: the version that runs.',
      sets: [...at, 'tag'].join('.'),
      read: read('tag'),
      write: (value) => setOrRemove([...at, 'tag'], value),
    },
    {
      path: [...path, 'digest'],
      domain: DIGEST,
      description: 'Digest of the image (sha256:…); it wins over the tag when the kubelet pulls.',
      sets: [...at, 'digest'].join('.'),
      read: read('digest'),
      write: (value) => setOrRemove([...at, 'digest'], value),
    },
  ];
}

function identitySurface(): readonly Parameter[] {
  return [
    {
      path: ['serviceAccount', 'create'],
      domain: { kind: 'boolean' },
      description: 'Make a ServiceAccount; false uses one that exists.',
      sets: 'serviceAccount.create',
      read: ({ spec }) => spec.serviceAccount?.create ?? true,
      write: (value) => [{ at: ['serviceAccount', 'create'], to: value }],
    },
    {
      path: ['serviceAccount', 'name'],
      domain: objectName(true),
      description: 'Name of the ServiceAccount; empty: the name of the release.',
      sets: 'serviceAccount.name',
      read: ({ spec }) => spec.serviceAccount?.name ?? '',
      write: (value) => setOrRemove(['serviceAccount', 'name'], value),
    },
    {
      path: ['serviceAccount', 'annotations'],
      domain: annotations([]),
      description: 'Annotations of the ServiceAccount, e.g. of a cloud identity.',
      sets: 'serviceAccount.annotations',
      read: ({ spec }) => spec.serviceAccount?.annotations ?? {},
      write: (value) => [{ at: ['serviceAccount', 'annotations'], to: value }],
    },
  ];
}

function namesIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.map((item) => (isRecord(item) ? item['name'] : item)) : [];
}
