/** resolve › volumes: what is stored beyond containers, and what each process sees of it. */

import type {
  AccessMode,
  PodVolumePlan,
  VolumeMountPlan,
  VolumePlan,
} from '../model/plan/volume-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { MountSpec } from '../model/spec/process-spec.ts';
import type { Context } from './context.ts';
import { processObjectName } from './names.ts';
import { type AuthoredProcess, named } from './processes.ts';

/** The volumes of the service by name, mounted or not: a claim that nobody mounts any more keeps what it holds. */
export function resolveVolumes({
  spec,
  trace,
}: Pick<Context, 'spec' | 'trace'>): Readonly<Record<string, VolumePlan>> {
  return Object.fromEntries(
    named(spec.volumes).map(([name, volume]) => {
      const objectName = processObjectName(spec.name, name);
      const { plan } = volume.facts({ name, objectName });
      if (plan.kind !== 'projected' && !('accessMode' in volume.options)) {
        trace.derive(
          `volumes.${name}.accessMode`,
          accessModeOf(plan),
          'what classes of disks offer; many pods on one volume have to be asked for',
          'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
        );
      }
      if (plan.kind === 'claim' && plan.request !== undefined) {
        trace.derive(
          `volumes.${name}.claimName`,
          plan.claimName,
          `\`<service>-<volume>\`: the claim outlives pods, releases and this description`,
        );
      }
      return [name, trace.spec(`volumes.${name}`, plan, `volumes.${name}`)];
    }),
  );
}

/**
 * What the pods of a process have. A mount of a volume for each pod is an error where pods have no names that they keep (SW2196).
 */
export function resolveMounts(
  context: Context,
  process: AuthoredProcess,
  rollout: RolloutPlan | undefined,
): readonly PodVolumePlan[] {
  const volumes = resolveVolumes(context);
  const mounts = named(process.spec.mounts).flatMap(([path, said]) => {
    if (said === null) return [];
    const mount = typeof said === 'string' ? { volume: said } : said;
    const plan = volumes[mount.volume];
    // Told by the pass about references.
    if (plan === undefined) return [];
    if (plan.kind === 'perPod' && rollout?.kind !== 'stateful') {
      reportNameless(context, process, { path, mount });
    }
    const at = `processes.${process.name}.container.volumes.${mount.volume}`;
    const readOnly = context.trace.choose(
      `${at}.mounts.${path}.readOnly`,
      { value: mount.readOnly, from: `${process.path}.mounts.${path}.readOnly` },
      isReadOnly(plan)
        ? { value: true, because: 'nobody may write to a volume of this kind' }
        : { value: false, because: 'a volume is there to be written to' },
    );
    const seen: VolumeMountPlan = {
      path,
      readOnly,
      ...(mount.subPath === undefined ? {} : { subPath: mount.subPath }),
    };
    return [{ volume: mount.volume, plan, seen }];
  });
  const own = [...Map.groupBy(mounts, ({ volume }) => volume)].flatMap(([volume, group]) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ volume, plan: first.plan, mounts: group.map(({ seen }) => seen) }];
  });
  if (own.length > 0) {
    const at = `processes.${process.name}.container.volumes`;
    context.trace.spec(at, own, `${process.path}.mounts`);
  }
  return own;
}

function accessModeOf(plan: Exclude<VolumePlan, { readonly kind: 'projected' }>): AccessMode {
  return plan.kind === 'claim' ? plan.accessMode : plan.request.accessMode;
}

function isReadOnly(plan: VolumePlan): boolean {
  return plan.kind === 'projected' || (plan.kind === 'claim' && plan.accessMode === 'ReadOnlyMany');
}

function reportNameless(
  { trace }: Context,
  process: AuthoredProcess,
  { path, mount }: { readonly path: string; readonly mount: MountSpec },
): void {
  const ends = process.kind !== 'web' && process.kind !== 'worker';
  trace.report({
    code: 'SW2196',
    name: 'per-pod-without-names',
    severity: 'error',
    path: `${process.path}.mounts.${path}`,
    message: `\`${mount.volume}\` is a volume for each pod, and the pods of ${process.name} have no names that they keep.`,
    because: 'A volume finds its pod again by the name of the pod, which only a StatefulSet keeps.',
    fix: ends
      ? 'Use `ephemeral()` for the time of a run, or `claim()` for what has to stay.'
      : `Set \`${process.path}.rollout: stateful()\`; or use \`ephemeral()\`, a volume that goes with its pod.`,
  });
}
