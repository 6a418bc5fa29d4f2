// Test support: checks an object against the published schemas of a Kubernetes version and of the custom resources we write.
import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { Ajv } from 'ajv';
import type { ErrorObject, SchemaValidateFunction, ValidateFunction } from 'ajv';
import type { CrdPool } from '../../schemas/crd-pool.ts';
import { publishedFields, publishedKinds } from '../../schemas/published-types.ts';
import { mapParts, referencesOf } from '../../schemas/json-schema.ts';
import type { JsonSchema } from '../../schemas/json-schema.ts';
import type { KubernetesPool } from '../../schemas/kubernetes-pool.ts';
import { at, textAt } from './kubernetes-object.ts';

/** Why an object would be refused. */
export interface SchemaProblem {
  /** Where, as in `spec.template.spec.containers[0].image`; empty for the object as a whole. */
  readonly path: string;
  readonly message: string;
}

const kubernetes: KubernetesPool = readPool('kubernetes.json');
const crds: CrdPool = readPool('crds.json');

/** The minor versions that can be asked about, oldest first: `1.29` … */
export const kubernetesVersions: readonly string[] = Object.keys(kubernetes.provenance);

/**
 * Checks an object as `kubectl apply --validate=strict` would have a server of that version do, as far as schemas go.
 *
 * @param kubernetesVersion a minor version, `1.33`, or a release of it, `1.33.13`
 * @throws RangeError for a version the pool does not cover
 */
export function validateManifest(
  manifest: unknown,
  kubernetesVersion: string,
): readonly SchemaProblem[] {
  const minor = minorOf(kubernetesVersion);
  const kind = `${textAt(manifest, 'apiVersion') ?? ''}/${textAt(manifest, 'kind') ?? ''}`;
  const validate = validatorOf(kind, minor);
  if (!validate) {
    const message = `no schema of ${kind} for Kubernetes ${minor}: unknown or removed apiVersion and kind`;
    return [{ path: '', message }];
  }
  const problems = (validate(manifest) ? [] : (validate.errors ?? []).map(problemOf)).flatMap(
    (problem) => newerField(manifest, kind, problem),
  );
  return isNamed(manifest) ? problems : [...problems, unnamed];
}

/** The problems of several objects on one version, each with the object's kind and name in front of its path. */
export function validateManifests(
  manifests: readonly unknown[],
  kubernetesVersion: string,
): readonly SchemaProblem[] {
  return manifests.flatMap((manifest) => {
    const name = textAt(manifest, 'metadata', 'name') ?? '';
    const object = `${textAt(manifest, 'kind') ?? ''}/${name}`;
    return validateManifest(manifest, kubernetesVersion).map(({ path, message }) => ({
      path: [object, path].filter(Boolean).join(' '),
      message,
    }));
  });
}

/** An unknown field that its vendor publishes elsewhere is checked as stated there. */
function newerField(
  manifest: unknown,
  kind: string,
  problem: SchemaProblem,
): readonly SchemaProblem[] {
  if (problem.message !== 'unknown field') return [problem];
  const field = publishedFields.find((each) => each.kind === kind && each.path.test(problem.path));
  if (field === undefined) return [problem];
  const validate = ajv.compile(field.schema);
  const steps = problem.path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  if (validate(at(manifest, ...steps))) return [];
  return (validate.errors ?? []).map(problemOf).map(({ path, message }) => ({
    path: [problem.path, path].filter(Boolean).join('.'),
    message,
  }));
}

/**
 * The schema of a kind on one version with everything it refers to, for programs that read JSON Schema; undefined for a kind that version
 * does not have.
 */
export function standaloneSchema(kind: string, kubernetesVersion: string): JsonSchema | undefined {
  const minor = minorOf(kubernetesVersion);
  const definition = kubernetes.kinds[kind];
  if (definition !== undefined && textOf(definition, minor) === undefined) return undefined;
  const root = definition === undefined ? crds.kinds[kind] : { $ref: definition };
  if (!root) return undefined;
  const reached = new Set(referencesOf(root));
  for (const name of reached)
    for (const next of referencesOf(textOf(name, minor) ?? {})) reached.add(next);
  const definitions = Object.fromEntries(
    [...reached].map((name) => [name, withLocalReferences(textOf(name, minor) ?? {})]),
  );
  return Object.assign(withLocalReferences({ type: 'object', ...root }), { definitions });
}

function withLocalReferences(schema: JsonSchema): JsonSchema {
  const inside = mapParts(schema, withLocalReferences);
  return schema.$ref === undefined ? inside : { ...inside, $ref: `#/definitions/${schema.$ref}` };
}

function readPool<Pool>(file: string): Pool {
  return JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8'));
}

function minorOf(version: string): string {
  const minor = /^v?(\d+\.\d+)(\.\d+)?$/.exec(version)?.[1];
  if (minor !== undefined && kubernetesVersions.includes(minor)) return minor;
  throw new RangeError(
    `no schemas for Kubernetes ${version}; have ${kubernetesVersions.join(', ')}`,
  );
}

const unnamed = { path: 'metadata', message: 'needs a name or a generateName' } as const;

function isNamed(manifest: unknown): boolean {
  const name = at(manifest, 'metadata', 'name') ?? at(manifest, 'metadata', 'generateName');
  return typeof name === 'string' && name !== '';
}

// One instance for all versions: what did not change between them is compiled once.
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  verbose: true,
  inlineRefs: false,
  validateSchema: false, // a test does this once
  formats: { ipv4: isIPv4, ipv6: isIPv6 },
});
ajv.addKeyword({ keyword: 'listMapKeys', type: 'array', validate: uniqueByKeys(), errors: true });

const validators = new Map<string, ValidateFunction | undefined>();
const compiled = new Map<string, ValidateFunction>();

function validatorOf(kind: string, minor: string): ValidateFunction | undefined {
  const key = `${kind}@${minor}`;
  if (!validators.has(key)) validators.set(key, compile(kind, minor));
  return validators.get(key);
}

function compile(kind: string, minor: string): ValidateFunction | undefined {
  const definition = kubernetes.kinds[kind];
  if (definition !== undefined && textOf(definition, minor) === undefined) return undefined;
  const root =
    definition === undefined
      ? (crds.kinds[kind] ?? publishedKinds[kind]?.schema)
      : { $ref: definition };
  if (!root) return undefined;
  const schema = pinned({ type: 'object', ...root }, minor);
  // The text of a schema names the texts it refers to: equal texts are the same schema.
  const text = JSON.stringify(schema);
  const validate = compiled.get(text) ?? ajv.compile(schema);
  compiled.set(text, validate);
  return validate;
}

/** The schema with its references made to the texts that hold in one version, which are added to ajv on the way. */
function pinned(schema: JsonSchema, minor: string): JsonSchema {
  const inside = mapParts(schema, (part) => pinned(part, minor));
  return schema.$ref === undefined ? inside : { ...inside, $ref: added(schema.$ref, minor) };
}

function added(definition: string, minor: string): string {
  const since = unchangedSince(definition, minor);
  const id = `${definition}@${since}`;
  if (ajv.schemas[id] === undefined) {
    const text = textOf(definition, since);
    if (!text) throw new Error(`the pools have no definition ${definition} in ${since}`);
    ajv.addSchema(pinned(text, since), id);
  }
  return id;
}

/** The version since which neither a definition nor anything it refers to has changed. */
function unchangedSince(definition: string, minor: string): string {
  const reached = new Set([definition]);
  let since = 0;
  for (const name of reached) {
    since = Math.max(since, kubernetesVersions.indexOf(textSince(name, minor) ?? ''));
    for (const next of referencesOf(textOf(name, minor) ?? {})) reached.add(next);
  }
  return kubernetesVersions[since] ?? minor;
}

function textOf(definition: string, minor: string): JsonSchema | undefined {
  const shared = crds.definitions[definition];
  if (shared) return shared;
  const since = textSince(definition, minor);
  return since === undefined
    ? undefined
    : (kubernetes.definitions[definition]?.[since] ?? undefined);
}

function textSince(definition: string, minor: string): string | undefined {
  const texts = kubernetes.definitions[definition] ?? {};
  const past = kubernetesVersions.slice(0, kubernetesVersions.indexOf(minor) + 1);
  return past.findLast((version) => version in texts);
}

/** The keyword `listMapKeys`: no two items may have the same values of the keys. */
function uniqueByKeys(): SchemaValidateFunction {
  const validate: SchemaValidateFunction = (
    keys: Readonly<Record<string, unknown>>,
    items: readonly unknown[],
  ) => {
    const keyOf = (item: unknown): string =>
      JSON.stringify(Object.entries(keys).map(([key, absent]) => at(item, key) ?? absent));
    const seen = items.map(keyOf);
    const repeated = seen.find((key, index) => seen.indexOf(key) < index);
    if (repeated === undefined) return true;
    const message = `two items with the same ${Object.keys(keys).join(' and ')}: ${repeated}`;
    validate.errors = [{ keyword: 'listMapKeys', message, params: {} }];
    return false;
  };
  return validate;
}

function problemOf(error: ErrorObject): SchemaProblem {
  const path = dotted(error.instancePath);
  const below = (member: unknown): string => [path, String(member)].filter(Boolean).join('.');
  const value = JSON.stringify(error.data) ?? 'undefined';
  const shown = value.length > 80 ? `${value.slice(0, 77)}...` : value;
  const { keyword, params, message = keyword } = error;
  switch (keyword) {
    case 'additionalProperties':
      return { path: below(params['additionalProperty']), message: 'unknown field' };
    case 'required':
      return { path: below(params['missingProperty']), message: 'missing' };
    case 'enum':
      return {
        path,
        message: `${shown} is none of ${[params['allowedValues']].flat().join(', ')}`,
      };
    case 'listMapKeys':
      return { path, message };
    default:
      return { path, message: `${message}, is ${shown}` };
  }
}

/** `/spec/containers/0/env` → `spec.containers[0].env`. */
function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, step) => {
      if (/^\d+$/.test(step)) return `${path}[${step}]`;
      return path === '' ? step : `${path}.${step}`;
    }, '');
}
