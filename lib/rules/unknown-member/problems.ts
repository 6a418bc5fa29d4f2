/**
 * unknown member › problems: compares objects with what their kinds may say. Loaded with the table, by those alone who have
 * objects that need it; the words for what is found are the rule's.
 */

import { type Data, isData } from '../manifests/data.ts';
import type { ManifestObject } from '../manifests/manifest-object.ts';
import { placeOf } from './place.ts';
import { type Members, type MemberType, readTable, type Scalar } from './read-table.ts';

/** What is wrong with a member. */
export type MemberProblem = {
  readonly on: ManifestObject;
  readonly path: string;
  readonly name: string;
} & (
  | {
      /** No version knows it, or the target version no longer does. */
      readonly kind: 'unknown';
      /** What it is no member of, e.g. `PodSpec`. */
      readonly parent: string;
      /** What is accepted beside it. */
      readonly known: readonly string[];
      /** Where in the object such a member does belong. */
      readonly elsewhere?: string;
      /** Minor version that knew it last, plus one. */
      readonly until?: number;
    }
  | { readonly kind: 'newer'; readonly since: number }
  | { readonly kind: 'type'; readonly value: unknown; readonly accepts: readonly Accepted[] }
);

/** What a member may be, in a word. */
export type Accepted = Scalar | 'list' | 'map' | 'object';

/**
 * What an API server of a minor version does not take, of the kinds in the table; without a version, what none of 1.29 to 1.37
 * takes. Null is taken everywhere: it says nothing.
 */
export function memberProblems(
  objects: readonly ManifestObject[],
  minor: number | undefined,
): readonly MemberProblem[] {
  return objects.flatMap((on) => {
    const root = `${on.apiVersion}/${on.kind}`;
    // What SOPS encrypted is not what is applied: its values are texts, and it has one more member.
    if (find(root) === undefined || isData(on.body['sops'])) return [];
    const walk: Walk = { on, minor };
    return ofObject(walk, { value: on.body, definition: root, parents: [] });
  });
}

/** Read once for all services: it keeps what it has read. */
const find = readTable();

interface Walk {
  readonly on: ManifestObject;
  readonly minor: number | undefined;
}

interface Step {
  readonly definition: string;
  readonly path: string;
}

interface Place {
  readonly value: Data;
  readonly definition: string;
  /** The objects around it, from the outermost, itself not among them. */
  readonly parents: readonly Step[];
  readonly path?: string;
}

function ofObject(
  walk: Walk,
  { value, definition, parents, path = '' }: Place,
): readonly MemberProblem[] {
  const members = find(definition);
  if (members === undefined) return [];
  const steps = [...parents, { definition, path }];
  return Object.entries(value).flatMap(([name, part]) => {
    if (part === null || part === undefined) return [];
    const at = { on: walk.on, name, path: path === '' ? name : `${path}.${name}` };
    const member = members.get(name);
    if (member === undefined || isPast(walk, member.until)) {
      // What this version has forgotten was at its place.
      const elsewhere = member === undefined ? placeOf(name, steps, find) : undefined;
      return [
        {
          ...at,
          kind: 'unknown',
          parent: shortName(definition),
          known: knownNames(members, walk.minor),
          ...(elsewhere === undefined ? {} : { elsewhere }),
          ...(member?.until === undefined ? {} : { until: member.until }),
        },
      ];
    }
    const { type, since } = member;
    if (since !== undefined && walk.minor !== undefined && walk.minor < since) {
      return [{ ...at, kind: 'newer', since }];
    }
    return ofValue(walk, { ...at, type, value: part, parents: steps });
  });
}

interface Typed {
  readonly name: string;
  readonly path: string;
  readonly type: MemberType;
  readonly value: unknown;
  readonly parents: readonly Step[];
}

function ofValue(walk: Walk, typed: Typed): readonly MemberProblem[] {
  const { name, path, type, value, parents } = typed;
  const wrong = (accepts: readonly Accepted[]): readonly MemberProblem[] => [
    { on: walk.on, kind: 'type', name, path, value, accepts },
  ];
  if (value === null || value === undefined) return [];
  switch (type.kind) {
    case 'any':
      return [];
    case 'scalar':
      return type.accepts.some((scalar) => isScalar(scalar, value)) ? [] : wrong(type.accepts);
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item: unknown, index) =>
            ofValue(walk, { ...typed, ...labelled(typed, item, index), type: type.of }),
          )
        : wrong(['list']);
    case 'map':
      return isData(value)
        ? Object.entries(value).flatMap(([key, item]) =>
            ofValue(walk, { ...typed, value: item, path: `${path}[${key}]`, type: type.of }),
          )
        : wrong(['map']);
    case 'object':
      return isData(value)
        ? ofObject(walk, { value, definition: type.definition, parents, path })
        : wrong(['object']);
  }
}

/** Items are called by their names, as other rules do, those without one by their number. */
function labelled({ path }: Typed, value: unknown, index: number): Pick<Typed, 'path' | 'value'> {
  const name = isData(value) ? value['name'] : undefined;
  return { value, path: `${path}[${typeof name === 'string' ? name : index}]` };
}

function isScalar(scalar: Scalar, value: unknown): boolean {
  switch (scalar) {
    case 'text':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
  }
}

function isPast({ minor }: Walk, until: number | undefined): boolean {
  return until !== undefined && minor !== undefined && minor >= until;
}

/** Names that may be written in a version. */
function knownNames(members: Members, minor: number | undefined): readonly string[] {
  return [...members]
    .filter(
      ([, { since = 0, until = Infinity }]) =>
        minor === undefined || (minor >= since && minor < until),
    )
    .map(([name]) => name);
}

/** `apps.v1.DeploymentSpec` and `apps/v1/Deployment` without what stands in front. */
function shortName(definition: string): string {
  return definition.replace(/^.*[./]/, '');
}
