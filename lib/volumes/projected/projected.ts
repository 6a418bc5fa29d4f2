/** volumes › projected: keys of Secrets and ConfigMaps, tokens and facts of the pod as the files of one directory. */

import * as v from 'valibot';
import type { ProjectedSourcePlan } from '../../model/plan/volume-plan.ts';
import { checkShape, remake } from '../../model/shape.ts';
import type {
  ConfigMapRef,
  FieldRef,
  SecretRef,
  ServiceAccountToken,
} from '../../model/spec/values.ts';
import { durationShape, textOf } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import type { Volume } from '../../model/volume.ts';
import { parseObjectName } from '../../units/dns-name.ts';
import { parseDuration } from '../../units/duration.ts';
import { parseConfigMapKey } from '../../units/env-name.ts';
import { accepted, must, type Parsed, refused, show } from '../../units/parsed.ts';

/** What one file of the directory holds. */
export type ProjectedFile = SecretRef | ConfigMapRef | ServiceAccountToken | FieldRef;

/** The files of the directory. */
export interface ProjectedOptions {
  /** By path below the directory, e.g. `{ 'tls/ca.pem': configMapRef('trust', 'ca.pem') }`. */
  readonly files: Readonly<Record<string, ProjectedFile>>;
}

/** The API server's own default. @see pkg/apis/core/v1/defaults.go SetDefaults_ServiceAccountTokenProjection, v1.37.2 */
const TOKEN_SECONDS = 3600;
/** @see pkg/apis/core/validation/validation.go validateProjectionSources, v1.37.2 */
const SHORTEST_TOKEN_SECONDS = 600;
const LONGEST_TOKEN_SECONDS = 2 ** 32;

/** Fields that a file may hold; the others are for variables only. @see pkg/apis/core/validation/validation.go validVolumeDownwardAPIFieldPathExpressions, v1.37.2 */
const FIELDS =
  /^metadata\.(?:name|namespace|uid|labels|annotations|(?:labels|annotations)\['[^']+'\])$/;

const filePath = textOf((text): Parsed<string> => {
  if (text === '' || text.startsWith('/') || text.startsWith('..')) {
    return refused(`${show(text)} is not a path below the directory, such as 'tls/ca.pem'`);
  }
  return text.split('/').includes('..') || text.includes(':')
    ? refused(`${show(text)} must not contain '..' or ':'`)
    : accepted(text);
});
const keyEntries = {
  key: textOf(parseConfigMapKey),
  optional: v.optional(v.boolean()),
};
const shape = v.strictObject({
  files: v.record(
    filePath,
    v.union([
      v.strictObject({
        kind: v.literal('secretRef'),
        name: textOf((text) => parseObjectName('Secret', text)),
        ...keyEntries,
      }),
      v.strictObject({
        kind: v.literal('configMapRef'),
        name: textOf((text) => parseObjectName('ConfigMap', text)),
        ...keyEntries,
      }),
      v.strictObject({
        kind: v.literal('serviceAccountToken'),
        audience: v.pipe(v.string(), v.nonEmpty('Name who is to accept the token, e.g. `vault`.')),
        expiration: v.optional(durationShape),
      }),
      v.strictObject({
        kind: v.literal('fieldRef'),
        field: textOf((text) =>
          FIELDS.test(text)
            ? accepted(text)
            : refused(
                `${show(text)} cannot be a file: name, namespace, uid, labels and annotations of \`metadata\` can; others are for variables`,
              ),
        ),
      }),
    ]),
  ),
});

/**
 * Puts keys of Secrets and ConfigMaps, tokens of the pod's identity and facts of the pod into one directory, read-only.
 * Unlike `files`, they are renewed in pods that run, as a token that expires has to be.
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
 * @example projected({ files: { token: serviceAccountToken({ audience: 'vault' }) } })
 */
export function projected(options: ProjectedOptions): Volume<'projected', ProjectedOptions> {
  return {
    family: 'volume',
    kind: 'projected',
    options,
    with: remake(projected),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : problemsOf(options);
    },
    facts: () => ({
      title: Object.keys(options.files).toSorted().join(', '),
      plan: { kind: 'projected', sources: sourcesOf(options) },
    }),
  };
}

function problemsOf({ files }: ProjectedOptions): readonly OptionProblem[] {
  const paths = Object.keys(files);
  if (paths.length === 0) {
    return [{ path: 'files', message: 'A projected volume has at least one file.' }];
  }
  return Object.entries(files).flatMap(([path, file]): readonly OptionProblem[] => {
    const below = paths.find((other) => other.startsWith(`${path}/`));
    const at = `files.${path}`;
    if (below !== undefined) {
      return [
        {
          path: at,
          message: `\`${path}\` is a file and also the directory of \`${below}\`.`,
          fix: 'Rename one of them.',
        },
      ];
    }
    if (file.kind !== 'serviceAccountToken' || file.expiration === undefined) return [];
    const seconds = must(parseDuration(file.expiration));
    return seconds < SHORTEST_TOKEN_SECONDS || seconds > LONGEST_TOKEN_SECONDS
      ? [
          {
            path: `${at}.expiration`,
            message: `A token is valid for at least ${SHORTEST_TOKEN_SECONDS} s; ${seconds} s is not accepted.`,
            fix: 'The kubelet renews it when four fifths of its time are over: an hour is usual.',
          },
        ]
      : [];
  });
}

/** One source for each Secret or ConfigMap and whether it must be there, one for each token, one for each fact; sorted by path. */
function sourcesOf({ files }: ProjectedOptions): readonly ProjectedSourcePlan[] {
  const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const keyed = Map.groupBy(
    entries.flatMap(([path, file]) =>
      file.kind === 'secretRef' || file.kind === 'configMapRef' ? [{ path, file }] : [],
    ),
    ({ file: { kind, name, optional } }) => [kind, name, String(optional ?? false)].join('\n'),
  );
  return [
    ...[...keyed.values()].flatMap((group): readonly ProjectedSourcePlan[] => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        {
          kind: first.file.kind === 'secretRef' ? 'secret' : 'configMap',
          name: first.file.name,
          items: group.map(({ path, file }) => ({ key: file.key, path })),
          optional: first.file.optional ?? false,
        },
      ];
    }),
    ...entries.flatMap(([path, file]): readonly ProjectedSourcePlan[] => {
      switch (file.kind) {
        case 'secretRef':
        case 'configMapRef':
          return [];
        case 'fieldRef':
          return [{ kind: 'field', path, field: file.field }];
        case 'serviceAccountToken':
          return [
            {
              kind: 'token',
              path,
              audience: file.audience,
              expirationSeconds:
                file.expiration === undefined
                  ? TOKEN_SECONDS
                  : must(parseDuration(file.expiration)),
            },
          ];
      }
    }),
  ];
}
