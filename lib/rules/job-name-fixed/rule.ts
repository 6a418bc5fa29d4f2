/** Manifest rule: a Job that changes has a name that changes. */

import { at } from '../manifests/data.ts';
import { type ManifestObject, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** Annotations by which a tool deletes the Job of the last release before it makes the new one. */
const HOOKS = ['helm.sh/hook', 'argocd.argoproj.io/hook', 'kustomize.toolkit.fluxcd.io/force'];

/** SW4213. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export const jobNameFixed: ManifestRule = {
  code: 'SW4213',
  name: 'job-name-fixed',
  level: 'manifest',
  severity: 'error',
  summary: 'A Job keeps its name when its image changes.',
  because:
    'The pod template of a Job cannot be changed: the second release fails to apply with "field is immutable", and an unchanged Job does not run again.',
  check: (set) =>
    objectsOf(set, 'Job')
      .filter(
        ({ annotations, name, body }) =>
          !HOOKS.some((key) => annotations[key] !== undefined) &&
          at(body, 'metadata', 'generateName') === undefined &&
          !hasHash(name),
      )
      .map((on) => ({
        on,
        path: 'metadata.name',
        severity: mayBeGone(on) ? ('warning' as const) : ('error' as const),
        message: `The name ${on.name} holds nothing that changes with the image or command.`,
        fix: 'End the name with a hash of image and command, or make the Job a hook of the tool that applies it.',
      })),
};

/** A Job with a time to live is perhaps deleted before the next release. */
function mayBeGone({ body }: ManifestObject): boolean {
  return at(body, 'spec', 'ttlSecondsAfterFinished') !== undefined;
}

/** A last word of 5 or more characters with a digit, or a version: the forms in which a name changes. */
function hasHash(name: string): boolean {
  const last = name.split('-').at(-1) ?? '';
  return /^(?=.*\d)[0-9a-z]{5,}$/.test(last) || /^[a-f]{6,}$/.test(last) || /\d+[.-]\d+/.test(name);
}
