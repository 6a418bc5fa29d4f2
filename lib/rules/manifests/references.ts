/** What pods refer to by name: ConfigMaps, Secrets, claims, and the keys they read. */

import { rememberedOf } from '../../text/remembered.ts';
import { dataAt, type Data, isData, listAt, textAt } from './data.ts';
import type { PodTemplate } from './pod-template.ts';

/** One reference from a pod. */
export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim';
  readonly name: string;
  /** Keys that must be there; empty when all of the object is used. */
  readonly keys: readonly string[];
  readonly optional: boolean;
  readonly path: string;
}

/** Every reference of a pod, in the order of its manifest. */
export const referencesOf: (pod: PodTemplate) => readonly PodReference[] =
  rememberedOf(readReferences);

function readReferences(pod: PodTemplate): readonly PodReference[] {
  const inContainers = pod.containers.flatMap((container) => [
    ...listAt(container.body, 'env').flatMap((variable) => {
      if (variable['valueFrom'] === undefined) return [];
      const path = `${container.path}.env[${textAt(variable, 'name') ?? ''}]`;
      const from = dataAt(variable, 'valueFrom');
      return [
        ...keyReference('ConfigMap', from['configMapKeyRef'], path),
        ...keyReference('Secret', from['secretKeyRef'], path),
      ];
    }),
    ...listAt(container.body, 'envFrom').flatMap((source) => [
      ...wholeReference('ConfigMap', source['configMapRef'], `${container.path}.envFrom`),
      ...wholeReference('Secret', source['secretRef'], `${container.path}.envFrom`),
    ]),
  ]);
  const inVolumes = listAt(pod.spec, 'volumes').flatMap((volume) => {
    const path = `${pod.path}.volumes[${textAt(volume, 'name') ?? ''}]`;
    const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
    return [
      ...volumeReferences(volume, path),
      ...listAt(volume, 'projected', 'sources').flatMap((source) =>
        projectedReferences(source, path),
      ),
      ...(claim === undefined
        ? []
        : [
            {
              kind: 'PersistentVolumeClaim',
              name: claim,
              keys: [],
              optional: false,
              path,
            } as const,
          ]),
    ];
  });
  return [...inContainers, ...inVolumes];
}

function keyReference(
  kind: PodReference['kind'],
  value: unknown,
  path: string,
): readonly PodReference[] {
  const key = textAt(value, 'key');
  return wholeReference(kind, value, path).map((found) => ({
    ...found,
    keys: key === undefined ? [] : [key],
  }));
}

function wholeReference(
  kind: PodReference['kind'],
  value: unknown,
  path: string,
): readonly PodReference[] {
  const name = textAt(value, 'name');
  if (name === undefined) return [];
  return [{ kind, name, keys: itemKeys(value), optional: isOptional(value), path }];
}

/** A Secret volume names its Secret `secretName`, all others `name`. */
function volumeReferences(volume: Data, path: string): readonly PodReference[] {
  const secret = volume['secret'];
  const name = textAt(secret, 'secretName');
  return [
    ...wholeReference('ConfigMap', volume['configMap'], path),
    ...(name === undefined
      ? []
      : [
          {
            kind: 'Secret',
            name,
            keys: itemKeys(secret),
            optional: isOptional(secret),
            path,
          } as const,
        ]),
  ];
}

function projectedReferences(source: Data, path: string): readonly PodReference[] {
  return [
    ...wholeReference('ConfigMap', source['configMap'], path),
    ...wholeReference('Secret', source['secret'], path),
  ];
}

function itemKeys(value: unknown): readonly string[] {
  return listAt(value, 'items').flatMap((item) => textAt(item, 'key') ?? []);
}

function isOptional(value: unknown): boolean {
  return isData(value) && value['optional'] === true;
}
