/** Manifest rule: names and labels are such as Kubernetes and what it derives from them accept. */

import { type ManifestObject, nameOf } from '../manifests/manifest-set.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';
import { at } from '../manifests/data.ts';
import { parseObjectName } from '../../units/dns-name.ts';
import { parseAnnotationKey, parseLabelKey, parseLabelValue } from '../../units/label.ts';

/** TotalAnnotationSizeLimitB of k8s.io/apimachinery: 256 KiB for all annotations of an object. */
const MAX_ANNOTATIONS_BYTES = 262_144;

/** SW4308. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const objectNameInvalid: ManifestRule = {
  code: 'SW4308',
  name: 'object-name-invalid',
  level: 'manifest',
  severity: 'error',
  summary: 'The name, a label or the annotations of an object are not accepted for its kind.',
  because:
    'The API server refuses the object, or refuses later what is derived from its name: the jobs of a CronJob, the pods of a StatefulSet.',
  check: (set) => [
    ...set.objects.flatMap((on) => [
      ...nameProblem(on),
      ...labelProblems(on, on.labels, 'metadata.labels'),
      ...annotationProblems(on),
    ]),
    ...set.pods
      .filter(({ owner }) => owner.kind !== 'Pod')
      .flatMap(({ owner, labels, path }) =>
        labelProblems(owner, labels, `${path.replace(/\.spec$/, '')}.metadata.labels`),
      ),
  ],
};

function nameProblem(on: ManifestObject): readonly ManifestComplaint[] {
  // Names of roles and bindings may hold nearly anything, ':' for example.
  if (
    on.group === 'rbac.authorization.k8s.io' ||
    at(on.body, 'metadata', 'generateName') !== undefined
  )
    return [];
  const parsed = parseObjectName(on.kind, on.name);
  return parsed.ok
    ? []
    : [
        {
          on,
          path: 'metadata.name',
          message: `${parsed.problem.charAt(0).toUpperCase()}${parsed.problem.slice(1)}.`,
          fix: `Give ${nameOf(on)} a shorter or simpler name.`,
        },
      ];
}

function labelProblems(
  on: ManifestObject,
  labels: Readonly<Record<string, string>>,
  path: string,
): readonly ManifestComplaint[] {
  const wrong = Object.entries(labels).filter(
    ([key, value]) => !parseLabelKey(key).ok || !parseLabelValue(value).ok,
  );
  return wrong.flatMap(([key, value]) =>
    [parseLabelKey(key), parseLabelValue(value)].flatMap((parsed) =>
      parsed.ok
        ? []
        : [
            {
              on,
              path: `${path}[${key}]`,
              message: `Label ${key}: ${parsed.problem}.`,
              fix: 'Shorten the value, or put it into an annotation, which may be long.',
            },
          ],
    ),
  );
}

function annotationProblems(on: ManifestObject): readonly ManifestComplaint[] {
  const entries = Object.entries(on.annotations);
  const size = entries.reduce((sum, [key, value]) => sum + key.length + byteLength(value), 0);
  return [
    ...entries.flatMap(([key]) => {
      const parsed = parseAnnotationKey(key);
      return parsed.ok
        ? []
        : [
            {
              on,
              path: 'metadata.annotations',
              message: `Annotation ${key}: ${parsed.problem}.`,
              fix: 'Correct the key.',
            },
          ];
    }),
    ...(size > MAX_ANNOTATIONS_BYTES
      ? [
          {
            on,
            path: 'metadata.annotations',
            message: `The annotations hold ${size} bytes; at most ${MAX_ANNOTATIONS_BYTES} are accepted.`,
            fix: 'Move the text into a ConfigMap, or apply with --server-side, which keeps no copy in an annotation.',
          },
        ]
      : []),
  ];
}

/** Length in UTF-8. */
function byteLength(text: string): number {
  return Array.from(text).reduce((sum, character) => {
    const code = character.codePointAt(0) ?? 0;
    return sum + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4);
  }, 0);
}
