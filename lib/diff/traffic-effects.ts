/** diff › traffic: who reaches whom when a Service, a route or an autoscaler is new, gone or different. */

import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { Effect, ObjectPair } from './change.ts';
import { boundsOf, podsOf, scalerOf } from './pods-of.ts';
import { at, itemsAt, textAt, textsAt } from './read-manifest.ts';

/** Effects of a Service. */
export function serviceEffects({ before, after }: ObjectPair): readonly Effect[] {
  if (after === undefined) {
    return [
      {
        kind: 'traffic',
        says: 'it is gone: nobody reaches its pods by this name.',
        destructive: true,
      },
    ];
  }
  const open = isOpen(after) && !isOpen(before);
  const opening: readonly Effect[] = open
    ? [
        {
          kind: 'opening',
          says: `it is reachable from outside the cluster (\`${textAt(after, 'spec', 'type') ?? ''}\`).`,
        },
      ]
    : [];
  if (before === undefined) return opening;
  const labels = labelChanges(before, after);
  return [
    ...(labels === ''
      ? []
      : [{ kind: 'traffic', says: `traffic moves to other pods: ${labels}.` } as const]),
    ...(differs(before, after, 'spec', 'ports')
      ? [
          {
            kind: 'traffic',
            says: 'its ports change: clients of the old ones are refused.',
          } as const,
        ]
      : []),
    ...(differs(before, after, 'spec', 'type')
      ? [
          {
            kind: 'traffic',
            says: `its type is \`${textAt(after, 'spec', 'type') ?? 'ClusterIP'}\`.`,
          } as const,
        ]
      : []),
    ...opening,
  ];
}

function isOpen(service: Manifest | undefined): boolean {
  return ['LoadBalancer', 'NodePort'].includes(textAt(service, 'spec', 'type') ?? '');
}

function labelChanges(before: Manifest, after: Manifest): string {
  const keys = [before, after].flatMap((manifest) =>
    Object.keys(Object(at(manifest, 'spec', 'selector'))),
  );
  return [...new Set(keys)]
    .map((key) => ({
      key,
      was: textAt(before, 'spec', 'selector', key) ?? 'any',
      is: textAt(after, 'spec', 'selector', key) ?? 'any',
    }))
    .filter(({ was, is }) => was !== is)
    .map(({ key, was, is }) => `${key} ${was} → ${is}`)
    .join(', ');
}

/** Effects of an Ingress, a route of the Gateway API, or a resource of an NGINX controller. */
export function routeEffects({ before, after }: ObjectPair): readonly Effect[] {
  const [was, is] = [hostsOf(before), hostsOf(after)];
  const more = is.filter((host) => !was.includes(host));
  const less = was.filter((host) => !is.includes(host));
  if (after === undefined) {
    return [
      {
        kind: 'traffic',
        says: `it is gone: ${list(less) || 'what it routed'} is no longer served by it.`,
        destructive: true,
      },
    ];
  }
  const routes =
    before !== undefined &&
    (differs(before, after, 'spec') || differs(before, after, 'metadata', 'annotations'));
  return [
    ...(more.length > 0
      ? [{ kind: 'opening', says: `${list(more)} is reachable through the proxy.` } as const]
      : []),
    ...(less.length > 0
      ? [{ kind: 'traffic', says: `${list(less)} is no longer served by it.` } as const]
      : []),
    ...(routes && more.length === 0 && less.length === 0
      ? [
          {
            kind: 'traffic',
            says: 'the proxy treats requests differently; the fields say how.',
          } as const,
        ]
      : []),
  ];
}

function hostsOf(manifest: Manifest | undefined): readonly string[] {
  const rules = itemsAt(manifest, 'spec', 'rules').flatMap((rule) => textAt(rule, 'host') ?? []);
  const listeners = itemsAt(manifest, 'spec', 'listeners').flatMap(
    (listener) => textAt(listener, 'hostname') ?? [],
  );
  const own = textAt(manifest, 'spec', 'host');
  return [
    ...rules,
    ...listeners,
    ...textsAt(manifest, 'spec', 'hostnames'),
    ...(own === undefined ? [] : [own]),
  ];
}

/** Effects of an autoscaler: how many pods there may be. */
export function scalerEffects({ before, after, beside }: ObjectPair): readonly Effect[] {
  const bounds = (manifest: Manifest) => {
    const { min, max } = boundsOf(manifest);
    return `${min} to ${max} pods`;
  };
  if (after === undefined) {
    const target = beside.after.find(
      ({ kind, metadata }) =>
        kind === (textAt(before, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment') &&
        metadata.name === textAt(before, 'spec', 'scaleTargetRef', 'name') &&
        metadata.namespace === before?.metadata.namespace,
    );
    // With its pods gone there is nothing left to scale.
    if (target === undefined || podsOf(target, beside.after).max === 0) return [];
    // Another kind of autoscaler took over.
    if (scalerOf(target, beside.after) !== undefined) return [];
    return [
      {
        kind: 'resources',
        says: 'nothing scales the pods any more; they stay as many as they are.',
      },
    ];
  }
  if (before === undefined) return [{ kind: 'resources', says: `it keeps ${bounds(after)}.` }];
  return bounds(before) === bounds(after)
    ? []
    : [{ kind: 'resources', says: `${bounds(before)} → ${bounds(after)}.` }];
}

function differs(before: Manifest, after: Manifest, ...path: readonly string[]): boolean {
  return canonicalJson(at(before, ...path) ?? null) !== canonicalJson(at(after, ...path) ?? null);
}

function list(hosts: readonly string[]): string {
  return [...new Set(hosts)].map((host) => `\`${host}\``).join(', ');
}
