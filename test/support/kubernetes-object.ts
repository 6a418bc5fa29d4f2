// Reads objects of unknown origin (YAML files, answers of an API server) without trusting their shape.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** Any Kubernetes object, as far as the harness looks at it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    isFields(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    typeof at(value, 'metadata', 'name') === 'string'
  );
}

/** The value below a path of keys and indices, or undefined where it ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (Array.isArray(current) && typeof key === 'number') current = current[key];
    else if (isFields(current)) current = current[key];
    else return undefined;
  }
  return current;
}

/** The entries of an array, or none where there is no array. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A string below a path, or undefined. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** A copy with one value below a path set, or removed when it is undefined; missing steps are made. */
export function withAt(value: unknown, path: readonly (string | number)[], next: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (typeof key === 'number') {
    const copy: unknown[] = Array.isArray(value) ? [...value] : [];
    copy[key] = withAt(copy[key], rest, next);
    return copy;
  }
  const fields = isFields(value) ? value : {};
  const changed = withAt(fields[key], rest, next);
  const { [key]: _, ...others } = fields;
  return changed === undefined ? others : { ...fields, [key]: changed };
}

/** How reports name an object: `Deployment shop/web`. */
export function nameOf(object: KubernetesObject): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/**
 * Every object of a file of YAML documents.
 * @throws Error for a document that is not a well-formed object.
 */
export function readObjects(
  file: string,
  /** Reads on where Go's parser does too: some projects publish quoted texts that are indented too little. */
  { tolerant = false }: { readonly tolerant?: boolean } = {},
): readonly KubernetesObject[] {
  // Kubernetes reads YAML 1.1 scalars, but writers who want the same text everywhere quote whatever differs.
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined && !tolerant) throw new Error(`${file}: ${error.message}`);
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    if (!isKubernetesObject(value)) throw new Error(`${file}: not a Kubernetes object`);
    return [value];
  });
}
