/** resolve › secret stores: asks every store what it makes, and tells pods of what they mount and what restarts them. */

import type { ContainerPlan, FilePlan } from '../model/plan/container-plan.ts';
import type { ProcessPlan } from '../model/plan/process-plan.ts';
import type { SecretStorePlan } from '../model/plan/service-plan.ts';
import type { StoredSecret, WantedSecret } from '../model/secret-store.ts';
import { checksum } from '../text/checksum.ts';
import type { Context } from './context.ts';
import { named } from './processes.ts';
import { type SecretReaders, wantedSecrets } from './secrets.ts';

/** Stores by name, and the processes with what follows for their pods. */
export interface ResolvedStores {
  readonly plans: Readonly<Record<string, SecretStorePlan>>;
  readonly processes: Readonly<Record<string, ProcessPlan>>;
}

/** Annotation of pods by which a change of encrypted content rolls them. */
const CHECKSUM = 'checksum/secrets';
/** @see https://github.com/stakater/Reloader/blob/master/docs/How-it-works.md */
const RELOADER = 'secret.reloader.stakater.com/reload';

/** All stores. Raises SW2170 to SW2173 and SW2177 besides what stores say themselves. */
export function resolveSecretStores(context: Context, readers: SecretReaders): ResolvedStores {
  const { spec, trace, environment, namespace } = context;
  const wanted = wantedSecrets(readers);
  const made = new Map<string, StoredSecret>();
  const stores = named(spec.secrets).map(([name, store]): [string, SecretStorePlan] => {
    const path = `secrets.${name}`;
    const facts = store.facts({
      path,
      environment,
      ...(context.namespaceOpen ? {} : { namespace }),
      serviceAccountName: readers.identity.serviceAccountName,
      wanted,
      readText: context.readText,
    });
    facts.findings.forEach(trace.report);
    for (const [secret, stored] of Object.entries(facts.secrets)) {
      if (made.has(secret)) reportMadeTwice(context, path, secret);
      made.set(secret, stored);
      reportUnfit(context, { path, name: secret, stored, wanted: wanted[secret] });
      explain(context, { path: `stores.${name}.secrets.${secret}.rotation`, stored });
    }
    const { title, objects, encrypted } = facts;
    const secrets = Object.fromEntries(
      Object.entries(facts.secrets).map(([secret, { keys, rotation, gitOpsOnly }]) => [
        secret,
        {
          ...(keys === undefined ? {} : { keys }),
          rotation: rotation.kind,
          ...(gitOpsOnly === true ? { gitOpsOnly } : {}),
        },
      ]),
    );
    return [name, { kind: store.kind, title, objects, secrets, encrypted }];
  });
  return {
    plans: Object.fromEntries(stores),
    processes: Object.fromEntries(
      Object.entries(readers.processes).map(([name, process]) => [
        name,
        withSecrets(process, readBy(process, made)),
      ]),
    ),
  };
}

/** Secrets of stores that the containers of a process read. */
function readBy(
  { container }: ProcessPlan,
  made: ReadonlyMap<string, StoredSecret>,
): ReadonlyMap<string, StoredSecret> {
  const projected = (container.volumes ?? []).flatMap(({ plan }) =>
    plan.kind === 'projected'
      ? plan.sources.flatMap((source) => (source.kind === 'secret' ? [source.name] : []))
      : [],
  );
  const read = [...container.env, ...container.files].flatMap((each) =>
    each.kind === 'secret' ? [each.secret] : [],
  );
  const names = [...read, ...projected];
  return new Map(
    [...new Set(names)].toSorted().flatMap((name) => {
      const stored = made.get(name);
      return stored === undefined ? [] : [[name, stored] as const];
    }),
  );
}

/** What follows for the pods of a process. */
function withSecrets(process: ProcessPlan, read: ReadonlyMap<string, StoredSecret>): ProcessPlan {
  const mounting = withClasses(process.container, read);
  // Only pods that run until they are replaced are told of changes; others start with what is there.
  if (process.kind !== 'web' && process.kind !== 'worker') {
    return { ...process, container: mounting };
  }
  const stamps = [...read].flatMap(([name, { rotation }]) =>
    rotation.kind === 'rolls' ? [[name, rotation.stamp]] : [],
  );
  const watched = [...read].flatMap(([name, { rotation }]) =>
    rotation.kind === 'reloader' ? [name] : [],
  );
  return {
    ...process,
    ...(watched.length === 0 ? {} : { annotations: { [RELOADER]: watched.join(',') } }),
    container:
      stamps.length === 0
        ? mounting
        : {
            ...mounting,
            podAnnotations: {
              [CHECKSUM]: checksum(Object.fromEntries(stamps)),
              ...mounting.podAnnotations,
            },
          },
  };
}

/** Directories of the driver, without which it makes no Secret either; single files come out of them. */
function withClasses(
  container: ContainerPlan,
  read: ReadonlyMap<string, StoredSecret>,
): ContainerPlan {
  const classes = [...read.values()].flatMap(({ mountedClass }) => mountedClass ?? []);
  if (classes.length === 0) return container;
  return {
    ...container,
    files: container.files.map((file): FilePlan => {
      const mounted = file.kind === 'secret' ? read.get(file.secret)?.mountedClass : undefined;
      const name = file.kind === 'secret' ? mounted?.files[file.key] : undefined;
      return mounted === undefined || name === undefined
        ? file
        : { path: file.path, kind: 'class', class: mounted.name, file: name };
    }),
    classes: classes.map(({ name, path }) => ({ name, path })),
  };
}

const ROTATIONS: Readonly<Record<StoredSecret['rotation']['kind'], string>> = {
  rolls: 'a change of the encrypted content changes the pod template, which rolls the pods',
  reloader: 'Reloader restarts the pods when the Secret changes',
  renewsFiles:
    'the driver renews the files of its directory where its rotation is enabled; variables and files elsewhere keep what they had',
  keeps: 'a change reaches pods that start after it; those that run keep what they have',
};

function explain(
  { trace }: Context,
  { path, stored }: { readonly path: string; readonly stored: StoredSecret },
): void {
  trace.derive(path, stored.rotation.kind, ROTATIONS[stored.rotation.kind]);
}

interface Made {
  readonly path: string;
  readonly name: string;
  readonly stored: StoredSecret;
  readonly wanted: WantedSecret | undefined;
}

/** What is made and what is read do not fit. */
function reportUnfit(context: Context, { path, name, stored, wanted }: Made): void {
  if (wanted === undefined) return reportUnread(context, path, name);
  const missing = wanted.keys.filter((key) => stored.keys?.includes(key) === false);
  if (missing.length > 0)
    reportMissingKeys(context, { path, name, stored, wanted }, wanted, missing);
  if (stored.mountedClass !== undefined) reportUnmounted(context, { path, name, stored, wanted });
  const { kind } = stored.rotation;
  const running = wanted.readers.some(({ by }) => by !== 'cluster');
  if ((kind === 'keeps' || kind === 'renewsFiles') && running) reportKept(context, path, name);
}

/** The driver makes a Secret while a pod mounts it, and deletes it with the last one. */
function reportUnmounted(
  { trace, spec }: Context,
  { path, name, stored, wanted }: Made & { readonly wanted: WantedSecret },
): void {
  const mounted = wanted.readers.filter(({ by }) => by !== 'cluster');
  const outside = wanted.readers.filter(({ by, process }) => {
    const scaled = process === undefined ? undefined : spec.workers?.[process]?.scale;
    const toZero = typeof scaled === 'object' && (scaled.min === 0 || scaled.idle === 0);
    return by === 'cluster' && (mounted.length === 0 || toZero);
  });
  if (outside.length === 0) return;
  trace.report({
    code: 'SW2177',
    name: 'secret-without-pod',
    severity: 'error',
    path,
    message: `The Secret ${name} is read by ${outside.map(({ what }) => what).join(', ')}, when perhaps no pod mounts ${stored.mountedClass?.name ?? ''}.`,
    because:
      'The driver makes a Secret when the first pod mounts its class, and deletes it with the last.',
    fix: 'Let another store make this Secret, such as externalSecrets().',
  });
}

function reportMadeTwice({ trace }: Context, path: string, secret: string): void {
  trace.report({
    code: 'SW2170',
    name: 'secret-made-twice',
    severity: 'error',
    path,
    message: `The Secret ${secret} is made by another store already.`,
    because: 'Two controllers would overwrite what the other wrote.',
    fix: 'Leave it out of one of the two.',
  });
}

function reportUnread({ trace }: Context, path: string, secret: string): void {
  trace.report({
    code: 'SW2171',
    name: 'secret-unread',
    severity: 'warning',
    path,
    message: `The store makes a Secret ${secret}, and nothing of the service reads it.`,
    because: 'Its content is copied into the cluster for nobody, or a name is misspelt.',
    fix: `Refer to it by \`secretRef('${secret}', '…')\`, or leave it out.`,
  });
}

function reportMissingKeys(
  { trace }: Context,
  { path, name, stored }: Made,
  wanted: WantedSecret,
  missing: readonly string[],
): void {
  const readers = wanted.readers.filter(({ key }) => key !== undefined && missing.includes(key));
  trace.report({
    code: 'SW2172',
    name: 'secret-key-not-stored',
    severity: 'error',
    path,
    message: `The Secret ${name} gets no key ${missing.join(', ')}; it gets ${(stored.keys ?? []).join(', ') || 'none'}.`,
    because: `${readers.map(({ what }) => what).join(', ') || 'Its reader'} would wait for it without end: the container is not created.`,
    fix: 'Add the key to the store, or correct its name.',
  });
}

function reportKept({ trace }: Context, path: string, secret: string): void {
  trace.report({
    code: 'SW2173',
    name: 'rotation-keeps-pods',
    severity: 'note',
    path,
    message: `A changed value of the Secret ${secret} reaches no pod that runs.`,
    because: 'Variables and mounted files keep what they had when the pod started.',
    fix: `Restart after a rotation (\`kubectl rollout restart\`), or install Reloader and write \`restart: 'reloader'\`.`,
  });
}
