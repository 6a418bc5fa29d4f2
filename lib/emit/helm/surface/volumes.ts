/** emit › helm › surface of volumes: how large new claims are, and of which class: both differ from cluster to cluster. */

import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { setOrRemove } from './places.ts';
import { objectName } from './texts.ts';

/** Values of every volume that somebody is asked for. */
export function volumeSurface(environments: readonly Described[]): readonly Parameter[] {
  const names = new Set(
    environments.flatMap(({ spec, plan }) =>
      Object.keys(spec.volumes ?? {}).filter((name) => requestIn(plan, name) !== undefined),
    ),
  );
  return [...names].toSorted().flatMap((name) => {
    const at = ['volumes', name];
    const path = ['volumes', keyFor(name)];
    const having = environments.filter(({ plan }) => requestIn(plan, name) !== undefined);
    // An environment without it says nothing of it; its values are those of one that has it.
    const among = (described: Described): Described =>
      having.includes(described) ? described : (having.at(-1) ?? described);
    const emptyClass = having.some(({ plan }) => requestIn(plan, name)?.storageClass === '');
    const size: Parameter = {
      path: [...path, 'size'],
      domain: { kind: 'amount', of: 'memory', optional: false },
      description: having.some(({ plan }) => plan.volumes[name]?.kind === 'perPod')
        ? 'How large the volume of each pod is; the API server refuses another size than that of the first install.'
        : 'How large the volume is; it can grow where its class allows it, and never shrinks.',
      sets: [...at, 'size'].join('.'),
      read: (described) => requestIn(among(described).plan, name)?.size ?? '',
      write: (value, _get, spec) =>
        placeAt(spec, at) === undefined ? [] : [{ at: [...at, 'size'], to: value }],
    };
    const storageClass: Parameter = {
      path: [...path, 'storageClass'],
      domain: objectName(true),
      description: 'Storage class; empty: the default class of the cluster.',
      sets: [...at, 'storageClass'].join('.'),
      read: (described) => requestIn(among(described).plan, name)?.storageClass ?? '',
      write: (value, _get, spec) =>
        placeAt(spec, at) === undefined ? [] : setOrRemove([...at, 'storageClass'], value),
    };
    // A class that is empty on purpose means none at all, which an empty value cannot say.
    return emptyClass ? [size] : [size, storageClass];
  });
}

function requestIn({ volumes }: Described['plan'], name: string) {
  const volume = volumes[name];
  return volume !== undefined && 'request' in volume ? volume.request : undefined;
}

function keyFor(name: string): string {
  return name.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
}
