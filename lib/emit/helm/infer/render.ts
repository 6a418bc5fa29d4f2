/** emit › helm › rendering by synthesis: the objects a service has with given values, prepared to be compared. */

import { isManifest, isRecord } from '../../../kubernetes/is-manifest.ts';
import type { Manifest } from '../../../kubernetes/manifest.ts';
import { renamedId } from '../../../kubernetes/renamed-id.ts';
import { HASHES, seal } from '../../../kubernetes/seal.ts';
import type { ServiceSpec } from '../../../model/spec/service-spec.ts';
import { changed } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import type { Synthesise, UnsealedObject } from '../synthesiser.ts';
import type { Builtin } from '../tree/template.ts';
import { keyOf, type Values } from '../tree/values.ts';
import { checksumMark } from './marks.ts';

/** Objects by id. */
export type Objects = ReadonlyMap<string, Manifest>;

/** Value that says which environment's other differences apply. */
export const ENVIRONMENT = 'environment';

/** Where a rendering takes place. */
export interface RenderInput {
  readonly environments: readonly Described[];
  readonly parameters: readonly Parameter[];
  readonly synthesise: Synthesise;
  readonly builtins: Readonly<Record<Builtin, string>>;
}

/** The description that these values make of an environment's. */
export function specWith(
  { parameters }: Pick<RenderInput, 'parameters'>,
  { spec }: Described,
  values: Values,
): ServiceSpec {
  const get = (path: readonly string[]): unknown => values.get(keyOf(path));
  return changed(
    spec,
    parameters.flatMap(({ path, write }) => {
      const value = get(path);
      return value === undefined ? [] : write(value, get, spec);
    }),
  );
}

/** The objects for these values under the names of a release; undefined when the description refuses them. */
export function render(input: RenderInput, values: Values): Objects | undefined {
  const { environments, builtins } = input;
  const described =
    environments.find(({ environment }) => environment === values.get(ENVIRONMENT)) ??
    environments[0];
  if (described === undefined) return undefined;
  const spec = renamed(specWith(input, described, values), builtins);
  const objects = input.synthesise(spec, described.environment);
  return objects === undefined ? undefined : prepared(objects, described, builtins);
}

function renamed(spec: ServiceSpec, { fullname, namespace }: RenderInput['builtins']): ServiceSpec {
  const overrides = Object.entries(spec.overrides ?? {}).map(
    ([key, patch]) => [renamedId(key, spec.name, fullname), patch] as const,
  );
  const at = spec.namespace;
  return {
    ...spec,
    name: fullname,
    namespace: typeof at === 'object' ? { ...at, name: namespace } : namespace,
    ...(overrides.length === 0 ? {} : { overrides: Object.fromEntries(overrides) }),
  };
}

function prepared(
  objects: readonly UnsealedObject[],
  { plan }: Described,
  builtins: RenderInput['builtins'],
): Objects {
  const entries = objects
    .filter(({ manifest }) => manifest.kind !== 'Namespace')
    .map(({ id, manifest }) => ({
      id:
        id === undefined
          ? rawId(manifest, builtins.fullname, plan.service)
          : renamedId(id, builtins.fullname, plan.service),
      manifest,
    }));
  const idOf = new Map(
    entries.flatMap(({ id, manifest }) =>
      manifest.kind === 'ConfigMap' ? [[manifest.metadata.name, id] as const] : [],
    ),
  );
  const sealed = seal(entries, {
    ...HASHES,
    files: (names) => checksumMark(names.map((name) => idOf.get(name) ?? name)),
    jobName: ({ metadata }) => metadata.name,
  });
  const elsewhere = [plan.namespace.name, builtins.namespace];
  return new Map(
    sealed.map(({ id, manifest }) => [id, released(manifest, elsewhere, builtins)] as const),
  );
}

function rawId(manifest: Manifest, fullname: string, service: string): string {
  const name = manifest.metadata.name.replaceAll(fullname, service);
  return ['raw', manifest.kind.toLowerCase(), name].join('/');
}

/** Without the namespace, which is the release's, and with the labels a release gives. */
function released(
  manifest: Manifest,
  namespaces: readonly string[],
  builtins: RenderInput['builtins'],
): Manifest {
  const { name, namespace, annotations, ...others } = manifest.metadata;
  const metadata = {
    // People read a template: it begins with the name.
    name,
    ...others,
    ...(annotations === undefined ? {} : { annotations }),
    ...(namespace === undefined || namespaces.includes(namespace) ? {} : { namespace }),
  };
  const labelled = relabelled({ ...manifest, metadata }, builtins);
  return isManifest(labelled) ? labelled : manifest;
}

/** What needs no other label stays the same value: few places have one, and every sample is asked. */
function relabelled(value: unknown, builtins: RenderInput['builtins']): unknown {
  if (Array.isArray(value)) {
    let items: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const other = relabelled(value[index], builtins);
      if (other === value[index]) continue;
      items ??= [...value];
      items[index] = other;
    }
    return items ?? value;
  }
  if (!isRecord(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const member = value[key];
    const other =
      member === builtins.fullname ? labelled(key, builtins) : relabelled(member, builtins);
    if (other === member) continue;
    copy ??= { ...value };
    copy[key] = other;
  }
  return copy ?? value;
}

function labelled(key: string, { fullname, name, instance }: RenderInput['builtins']): string {
  if (key === 'app.kubernetes.io/name') return name;
  return key === 'app.kubernetes.io/instance' ? instance : fullname;
}
