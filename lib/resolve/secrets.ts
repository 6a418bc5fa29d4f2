/** resolve › secrets: the Secrets that must be there before the service can start, who reads them, and who makes them. */

import type { ProcessPlan } from '../model/plan/process-plan.ts';
import type { IdentityPlan, SecretStorePlan, SecretUsePlan } from '../model/plan/service-plan.ts';
import type { SecretReader, WantedSecret } from '../model/secret-store.ts';
import type { ResolvedExposures } from './exposures.ts';

/** Where Secrets are referred to. */
export interface SecretReaders {
  readonly processes: Readonly<Record<string, ProcessPlan>>;
  readonly identity: IdentityPlan;
  readonly exposures: Pick<ResolvedExposures, 'secrets'>;
}

/** Every Secret that is referred to, once, with its keys, who refers to it, and which store makes it. */
export function resolveSecrets(
  readers: SecretReaders,
  stores: Readonly<Record<string, SecretStorePlan>>,
): readonly SecretUsePlan[] {
  const uses = usesOf(readers).map(({ use }) => use);
  const byName = new Map<string, SecretUsePlan>();
  for (const next of uses) {
    const known = byName.get(next.name);
    byName.set(
      next.name,
      known === undefined
        ? next
        : {
            ...known,
            keys: [...new Set([...known.keys, ...next.keys])].toSorted(),
            optional: known.optional && next.optional,
          },
    );
  }
  return [...byName.values()]
    .map((secret) => ({ ...secret, ...makerOf(secret.name, stores) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Secrets that somebody has to make, by name, as a store sees them. */
export function wantedSecrets(readers: SecretReaders): Readonly<Record<string, WantedSecret>> {
  const wanted = new Map<string, WantedSecret>();
  for (const { use, reader, keys, type } of usesOf(readers)) {
    if (use.madeBy !== undefined) continue;
    const known = wanted.get(use.name);
    const asked = known?.type ?? type;
    wanted.set(use.name, {
      name: use.name,
      keys: [...new Set([...(known?.keys ?? []), ...keys])].toSorted(),
      ...(asked === undefined ? {} : { type: asked }),
      readers: [...(known?.readers ?? []), reader],
    });
  }
  return Object.fromEntries(wanted);
}

interface Use {
  readonly use: SecretUsePlan;
  readonly reader: SecretReader;
  /** Keys that must be there. */
  readonly keys: readonly string[];
  readonly type?: string;
}

/** @see https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets */
const DOCKER_CONFIG = { type: 'kubernetes.io/dockerconfigjson', key: '.dockerconfigjson' };

function usesOf({ processes, identity, exposures }: SecretReaders): readonly Use[] {
  return [
    ...Object.values(processes).flatMap(containerUses),
    ...Object.values(processes).flatMap(projectedUses),
    ...Object.values(processes).flatMap(triggerUses),
    ...identity.imagePullSecrets.map((name) => ({
      ...keyUse(name, { by: 'cluster', key: DOCKER_CONFIG.key, what: 'image.pullSecrets' }),
      type: DOCKER_CONFIG.type,
    })),
    ...exposures.secrets.map(({ name, purpose, madeBy, usedBy, holds }) => ({
      use: {
        ...{ name, keys: [], optional: false, usedBy: `${usedBy}: ${purpose}` },
        ...(madeBy === undefined ? {} : { madeBy }),
      },
      reader: { by: 'cluster' as const, what: `${usedBy}: ${purpose}` },
      ...holds,
    })),
  ];
}

function containerUses({ name: process, container }: ProcessPlan): readonly Use[] {
  return [
    ...container.env.flatMap((variable) =>
      variable.kind === 'secret'
        ? [
            keyUse(
              variable.secret,
              { by: 'variable', process, key: variable.key, what: `variable ${variable.name}` },
              variable.optional,
            ),
          ]
        : [],
    ),
    ...container.files.flatMap((file) =>
      file.kind === 'secret'
        ? [keyUse(file.secret, { by: 'file', process, key: file.key, what: `file ${file.path}` })]
        : [],
    ),
  ];
}

/** Keys that are files of projected volumes. */
function projectedUses({ name: process, container }: ProcessPlan): readonly Use[] {
  return (container.volumes ?? []).flatMap(({ volume, plan }) =>
    plan.kind !== 'projected'
      ? []
      : plan.sources.flatMap((source) =>
          source.kind !== 'secret'
            ? []
            : source.items.length === 0
              ? [wholeUse(source.name, { by: 'volume', process, what: `volume ${volume}` })]
              : source.items.map(({ key }) =>
                  keyUse(
                    source.name,
                    { by: 'volume', process, key, what: `volume ${volume}` },
                    source.optional,
                  ),
                ),
        ),
  );
}

/** What KEDA's operator reads on behalf of a process. */
function triggerUses(process: ProcessPlan): readonly Use[] {
  if (!('scaling' in process) || process.scaling.kind !== 'eventDriven') return [];
  return process.scaling.triggers.flatMap(({ name, authentication }) =>
    (authentication?.secrets ?? []).map(({ secret, key, parameter }) =>
      keyUse(secret, {
        by: 'cluster',
        process: process.name,
        key,
        what: `${parameter} of trigger ${name}`,
      }),
    ),
  );
}

function wholeUse(name: string, reader: SecretReader): Use {
  return { use: { name, keys: [], optional: false, usedBy: reader.what }, reader, keys: [] };
}

function keyUse(
  name: string,
  reader: SecretReader & { readonly key: string },
  optional = false,
): Use {
  const keys = [reader.key];
  return { use: { name, keys, optional, usedBy: reader.what }, reader, keys };
}

function makerOf(
  name: string,
  stores: Readonly<Record<string, SecretStorePlan>>,
): Pick<SecretUsePlan, 'madeBy' | 'gitOpsOnly'> {
  const store = Object.values(stores).find(({ secrets }) => Object.hasOwn(secrets, name));
  if (store === undefined) return {};
  return {
    madeBy: store.title,
    ...(store.secrets[name]?.gitOpsOnly === true ? { gitOpsOnly: true } : {}),
  };
}
