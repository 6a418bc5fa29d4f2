/** Manifest rule: a hook that runs before a release uses nothing of that release. */

import { textAt } from '../manifests/data.ts';
import { findBeside, type ManifestObject, nameOf } from '../manifests/manifest-set.ts';
import { referencesOf } from '../manifests/references.ts';
import { makersOf } from '../manifests/secret-makers.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4214. @see https://helm.sh/docs/topics/charts_hooks/ */
export const hookWithoutItsNeeds: ManifestRule = {
  code: 'SW4214',
  name: 'hook-without-its-needs',
  level: 'manifest',
  severity: 'error',
  summary: 'A hook that runs before the release uses objects of the release.',
  because:
    'Before an installation they do not exist, so the hook never starts; before an upgrade they are still the old ones.',
  check: (set) =>
    set.pods
      .filter(({ owner }) => runsBefore(owner))
      .flatMap((pod) => {
        const account = textAt(pod.spec, 'serviceAccountName') ?? 'default';
        const used = [
          ...referencesOf(pod).filter(({ optional }) => !optional),
          { kind: 'ServiceAccount', name: account, path: `${pod.path}.serviceAccountName` },
        ];
        return used.flatMap(({ kind, name, path }) => {
          const found =
            kind === 'Secret'
              ? makersOf(set, pod.owner, name).find((maker) => !comesFirst(maker, pod.owner))
              : findBeside(set, pod.owner, kind, name);
          if (found === undefined || comesFirst(found, pod.owner)) return [];
          return [
            {
              on: pod.owner,
              path,
              message: `The hook uses ${nameOf(found)}, which is ${isHook(found) ? `a hook of weight ${weightOf(found)}, not lower than its own ${weightOf(pod.owner)}` : 'made with the release'}.`,
              fix: `Give the hook its own ${kind} under another name, as a hook with a lower weight.`,
            },
          ];
        });
      }),
};

function hooksOf(object: ManifestObject): string {
  return object.annotations['helm.sh/hook'] ?? object.annotations['argocd.argoproj.io/hook'] ?? '';
}

/** Made for the hook, before it. */
function comesFirst(object: ManifestObject, hook: ManifestObject): boolean {
  return isHook(object) && weightOf(object) < weightOf(hook);
}

function isHook(object: ManifestObject): boolean {
  return hooksOf(object) !== '';
}

function runsBefore(object: ManifestObject): boolean {
  return /\b(?:pre-install|pre-upgrade|PreSync)\b/.test(hooksOf(object));
}

function weightOf({ annotations }: ManifestObject): number {
  return Number(
    annotations['helm.sh/hook-weight'] ?? annotations['argocd.argoproj.io/sync-wave'] ?? 0,
  );
}
