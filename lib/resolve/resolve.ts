/** resolve: an authored description and an environment become a plan, by straight-line passes; every decision is made here. */

import { hasErrors, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Edition } from '../model/edition.ts';
import type { Finding } from '../model/finding.ts';
import type { ProcessPlan, RunningProcessPlan } from '../model/plan/process-plan.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import type { Service } from '../model/service.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { type Checked, checkedSpec } from './checked-spec.ts';
import type { Context, ReadText } from './context.ts';
import { editionNumbers, editionOf } from './edition.ts';
import { resolveExposures } from './exposures.ts';
import { frozen } from './frozen.ts';
import { imageEnvironment } from './image-environment.ts';
import { serviceLabels, usualNamespace } from './names.ts';
import { needFacts, resolveNeeds } from './needs.ts';
import { resolveNetwork } from './network.ts';
import { ownCallers, resolveCalls, type Caller } from './calls.ts';
import { traceProcess } from './process-origins.ts';
import { listProcesses, type AuthoredProcess } from './processes.ts';
import { activeImage, incomingImage, resolveRollout } from './rollouts.ts';
import { resolveRunToEnd } from './run-to-end.ts';
import { resolveWeb, resolveWorker, type RunningInput } from './running.ts';
import { resolveServer } from './server.ts';
import { resolveScaling } from './scaling.ts';
import { resolveSecretStores } from './secret-stores.ts';
import { resolveSecrets } from './secrets.ts';
import { resolveIdentity } from './security.ts';
import type { Origin } from '../model/origin.ts';
import { startRecording, type Trace } from './trace.ts';
import { resolveVolumes } from './volumes.ts';

/** What resolving may ask of the world outside. */
export interface ResolveInput {
  readonly readText: ReadText;
  /** Other services that call this one here. Default: none. */
  readonly callers?: readonly Caller[];
  /** The namespace is not decided yet, as that of a chart is not. Default: false. */
  readonly namespaceOpen?: boolean;
  /** Edition in place of the one that is named, to see what another one changes. Default: the one that is named. */
  readonly edition?: number;
  /** Name of the preview whose part this is: other services of the environment are in it too. Default: none. */
  readonly preview?: string;
}

/** A plan, unless the description has errors; what is wrong; and where every value came from, by its path in the plan. */
export interface Resolved {
  readonly plan?: ServicePlan;
  readonly diagnostics: readonly Diagnostic[];
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Resolves a service for one of its environments. Never throws for what an author wrote. */
export function resolve(service: Service, environment: string, input: ResolveInput): Resolved {
  const recording = startRecording();
  const { spec, mended } = checked(service, environment, input, recording);
  const { number, table } = editionOf(service, input.edition);
  const planned = (from: ServiceSpec, edition: Edition, trace: Trace): ServicePlan =>
    planOf(service, from, {
      environment,
      readText: input.readText,
      callers: input.callers ?? [],
      trace,
      namespaceOpen: input.namespaceOpen ?? false,
      edition: { number, table: edition, asked: input.edition },
      ...(input.preview === undefined ? {} : { preview: input.preview }),
    });
  const plan =
    spec === undefined || table === undefined ? undefined : planned(spec, table, recording);
  if (mended !== undefined && table !== undefined) {
    const aside = startRecording();
    planned(mended.spec, table, aside);
    aside.findings.filter(mended.concerns).forEach(recording.report);
  }
  if (spec !== undefined && table === undefined) reportUnknownEdition(recording, service, number);
  const diagnostics = once(recording.findings).map((finding) =>
    diagnosticOf(finding, service.name, environment),
  );
  return {
    ...(plan === undefined || hasErrors(diagnostics) ? {} : { plan }),
    diagnostics,
    get origins() {
      return recording.origins;
    },
  };
}

function checked(
  service: Service,
  environment: string,
  { edition, preview }: ResolveInput,
  trace: Trace,
): Checked {
  return checkedSpec(
    service,
    {
      environment,
      ...(edition === undefined ? {} : { askedEdition: edition }),
      ...(preview === undefined ? {} : { preview }),
    },
    trace,
  );
}

/** What several processes share is complained of once. */
function once(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Adds to a finding for which service and environment it was made. */
export function diagnosticOf(finding: Finding, service: string, environment: string): Diagnostic {
  const { path, object, ...rest } = finding;
  return {
    ...rest,
    at: {
      service,
      environment,
      ...(path === '' ? {} : { path }),
      ...(object === undefined ? {} : { object }),
    },
  };
}

function planOf(
  service: Service,
  spec: ServiceSpec,
  {
    environment,
    readText,
    callers,
    trace,
    namespaceOpen,
    edition: { number, table: edition, asked },
    preview,
  }: Pick<Context, 'environment' | 'readText' | 'trace' | 'preview' | 'namespaceOpen'> & {
    readonly callers: readonly Caller[];
    readonly edition: {
      readonly number: number;
      readonly table: Edition;
      readonly asked: number | undefined;
    };
  },
): ServicePlan {
  const kubernetes = trace.choose(
    'kubernetes',
    { value: spec.kubernetes, from: 'kubernetes' },
    { value: edition.kubernetes, because: 'the oldest release that large providers still patch' },
  );
  const namespace = namespaceOf(spec, environment, { kubernetes, trace });
  const context: Context = {
    spec,
    environment,
    kubernetes,
    namespace: namespace.name,
    namespaceOpen,
    defaults: service.defaults,
    edition,
    ...(asked === undefined ? {} : { askedEdition: asked }),
    ...(preview === undefined ? {} : { preview }),
    readText,
    trace,
  };
  const authored = listProcesses(context);
  const needs = needFacts(context);
  const calls = resolveCalls(context, authored, needs);
  const identity = resolveIdentity(context);
  const scaled = running(authored).map((process) => {
    const scaling = resolveScaling(context, process, needs);
    return {
      process,
      scaling,
      rollout: resolveRollout(context, process, scaling, needs),
    };
  });
  const rollouts = Object.fromEntries(
    scaled.map(({ process, rollout }) => [process.name, rollout]),
  );
  const webs = authored.filter((process) => process.kind === 'web');
  const allCallers = [...callers, ...ownCallers(context, calls)];
  const called = new Set(allCallers.map(({ process }) => process));
  const exposures = resolveExposures(context, webs, { rollouts, called });
  const servers = Object.fromEntries(
    webs.map((web) => [web.name, resolveServer(context, web, exposures.of(web.name))]),
  );
  const imageEnv = imageEnvironment(Object.values(servers).map(({ facts }) => facts));
  const long = Object.fromEntries(
    scaled.map(({ process, scaling, rollout }): [string, RunningProcessPlan] => {
      const image =
        process.kind === 'web' ? spec.image : activeImage(spec.image, Object.values(rollouts));
      const given: RunningInput = { image, rollout, scaling, needs, exposures, imageEnv };
      return [
        process.name,
        process.kind === 'web'
          ? resolveWeb(context, process, {
              ...given,
              server:
                servers[process.name] ??
                resolveServer(context, process, exposures.of(process.name)),
            })
          : resolveWorker(context, process, given),
      ];
    }),
  );
  const processes: Record<string, ProcessPlan> = {};
  for (const process of authored) {
    const plan =
      process.kind === 'web' || process.kind === 'worker'
        ? long[process.name]
        : resolveRunToEnd(context, process, {
            image: (process.kind === 'migration' ? incomingImage : activeImage)(
              spec.image,
              Object.values(rollouts),
            ),
            needs,
            imageEnv,
          });
    if (plan !== undefined) processes[process.name] = plan;
  }
  const stored = resolveSecretStores(context, { processes, exposures, identity });
  for (const process of authored) {
    const plan = stored.processes[process.name];
    if (plan !== undefined) trace.later(() => traceProcess(context, process, plan));
  }
  return frozen({
    edition: number,
    service: spec.name,
    environment,
    kubernetes,
    namespace,
    labels: { ...spec.labels, ...serviceLabels(spec.name) },
    annotations: spec.annotations ?? {},
    identity,
    processes: stored.processes,
    exposures: exposures.plans,
    needs: resolveNeeds(context, needs, authored, processes),
    volumes: resolveVolumes(context),
    calls,
    network: resolveNetwork(context, {
      processes: authored,
      running: long,
      exposures,
      needs,
      calls,
      callers: allCallers,
    }),
    secrets: resolveSecrets({ processes, identity, exposures }, stored.plans),
    stores: stored.plans,
    overrides: spec.overrides ?? {},
  });
}

function running(authored: readonly AuthoredProcess[]) {
  return authored.filter((process) => process.kind === 'web' || process.kind === 'worker');
}

/** Labels for it, or its removal, would meet the pods of everybody. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const SHARED_NAMESPACE = 'default';

function namespaceOf(
  spec: ServiceSpec,
  environment: string,
  { kubernetes, trace }: Pick<Context, 'kubernetes' | 'trace'>,
) {
  const said = typeof spec.namespace === 'string' ? { name: spec.namespace } : spec.namespace;
  const name = trace.choose(
    'namespace.name',
    { value: said?.name, from: 'namespace' },
    {
      value: usualNamespace(spec.name, environment),
      because: 'one namespace for each service and environment',
    },
  );
  return {
    name,
    create: trace.choose(
      'namespace.create',
      { value: said?.create, from: 'namespace.create' },
      name === SHARED_NAMESPACE
        ? { value: false, because: 'every cluster has it, for whoever names no other' }
        : { value: true, because: 'one namespace for each service and environment' },
    ),
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      // Pinned: a newer cluster must not judge by rules that were unknown when this was checked.
      'pod-security.kubernetes.io/enforce-version': `v${kubernetes}`,
      ...said?.labels,
    },
  };
}

function reportUnknownEdition({ report }: Trace, { defaults }: Service, number: number): void {
  const known = editionNumbers(defaults.editions);
  const newest = Math.max(...known);
  report({
    code: 'SW5020',
    name: 'edition-unknown',
    severity: 'error',
    path: 'edition',
    message: `Edition ${number} is not known here; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`,
    because:
      'An edition is a set of derived constants and defaults, and this one would be guessed.',
    fix:
      number > newest
        ? `Upgrade slipway, or say \`edition: ${newest}\`.`
        : `Say one of those that are known.`,
  });
}
