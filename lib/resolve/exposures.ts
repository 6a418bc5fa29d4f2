/** resolve › exposures: asks every exposure for its objects and for how its proxy behaves. */

import type {
  Exposure,
  ExposureFacts,
  ExposureTarget,
  PathSpec,
  SteeredRoute,
} from '../model/exposure.ts';
import type { ExposurePlan } from '../model/plan/exposure-plan.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import { parseByteSize } from '../units/byte-size.ts';
import { seconds } from './amounts.ts';
import type { Context } from './context.ts';
import { processObjectName } from './names.ts';
import { named, type AuthoredProcess } from './processes.ts';

type Web = Extract<AuthoredProcess, { readonly kind: 'web' }>;

/** Exposures by name, which processes each leads to, and the Secrets they need. */
export interface ResolvedExposures {
  readonly plans: Readonly<Record<string, ExposurePlan>>;
  readonly secrets: readonly (ExposureFacts['secrets'][number] & { readonly usedBy: string })[];
  /** Exposures in front of a process. */
  of(process: string): readonly ExposurePlan[];
  /** Largest request body that is let through to a process, in bytes. */
  largestBody(process: string): number;
}

/** What earlier passes know of those who call. */
export interface ExposuresInput {
  readonly rollouts: Readonly<Record<string, RolloutPlan>>;
  /** Web processes that other services, or this one, call by name. */
  readonly called: ReadonlySet<string>;
}

/** Exposures of the service and of single processes; a web process that nobody can reach is a warning (SW2155). */
export function resolveExposures(
  context: Context,
  webs: readonly Web[],
  { rollouts, called }: ExposuresInput,
): ResolvedExposures {
  const { spec, trace } = context;
  const targets = Object.fromEntries(
    webs.map((web) => [web.name, targetOf(context, web, rollouts[web.name])]),
  );
  const authored = [
    ...(spec.expose === undefined
      ? []
      : [{ exposure: spec.expose, name: spec.name, path: 'expose', only: undefined }]),
    ...webs.flatMap((web) =>
      web.spec.expose === undefined
        ? []
        : [
            {
              exposure: web.spec.expose,
              name: processObjectName(spec.name, web.name),
              path: `${web.path}.expose`,
              only: web.name,
            },
          ],
    ),
  ];
  const resolved = authored.map(({ exposure, name, path, only }) => {
    const fallback = only ?? (webs.find((web) => web.name === 'web') ?? webs[0])?.name ?? '';
    if (webs.length === 0) reportNothingToExpose(context, path);
    const facts = factsOf(context, exposure, {
      name,
      path,
      targets: only === undefined ? targets : pick(targets, only),
      fallback,
    });
    facts.findings.forEach(trace.report);
    remember(context, facts, { name, path });
    return {
      name,
      path,
      plan: planOf(name, facts),
      secrets: facts.secrets,
      reaches: reachedBy(exposure, fallback),
      largestBody: bodyBytes(exposure),
    };
  });
  for (const web of webs) {
    const isExposedTo = resolved.some(({ reaches }) => reaches.includes(web.name));
    if (!isExposedTo && !called.has(web.name) && !isLetIn(context, web))
      reportUnreachable(context, web);
  }
  return {
    plans: Object.fromEntries(resolved.map(({ name, plan }) => [name, plan])),
    secrets: resolved.flatMap(({ secrets, path }) =>
      secrets.map((secret) => ({ ...secret, usedBy: path })),
    ),
    of: (process) =>
      resolved.filter(({ reaches }) => reaches.includes(process)).map(({ plan }) => plan),
    largestBody: (process) =>
      Math.max(
        0,
        ...resolved
          .filter(({ reaches }) => reaches.includes(process))
          .map(({ largestBody }) => largestBody),
      ),
  };
}

function factsOf(
  { spec, namespace, kubernetes }: Context,
  exposure: Exposure,
  at: {
    readonly name: string;
    readonly path: string;
    readonly targets: Readonly<Record<string, ExposureTarget>>;
    readonly fallback: string;
  },
): ExposureFacts {
  return exposure.facts({
    name: at.name,
    path: at.path,
    namespace: namespace === '' ? spec.name : namespace,
    kubernetes,
    targets: at.targets,
    defaultTarget: at.fallback,
  });
}

/** What is said of no value of its own is as the exposure says. */
function remember(
  { trace }: Context,
  { because = {} }: ExposureFacts,
  { name, path }: { readonly name: string; readonly path: string },
): void {
  const at = `exposures.${name}`;
  trace.spec(at, undefined, path);
  for (const [member, reason] of Object.entries(because)) {
    if ('from' in reason) trace.spec(`${at}.${member}`, undefined, `${path}.${reason.from}`);
    else if ('formula' in reason) {
      trace.derive(`${at}.${member}`, undefined, reason.formula, reason.source);
    } else {
      const { assumed: why, source } = reason;
      const fallback = {
        value: undefined,
        because: why,
        ...(source === undefined ? {} : { source }),
      };
      trace.choose(`${at}.${member}`, { value: undefined, from: path }, fallback);
    }
  }
}

function targetOf(
  { edition, spec }: Context,
  web: Web,
  rollout: RolloutPlan | undefined,
): ExposureTarget {
  const serviceName = processObjectName(spec.name, web.name);
  return {
    serviceName,
    ...(rollout?.kind === 'parallelStacks' ||
    (rollout?.kind === 'controlled' && rollout.services.includes('preview'))
      ? { previewServiceName: `${serviceName}-preview` }
      : {}),
    ...(rollout?.kind === 'controlled' && rollout.services.includes('canary')
      ? {
          weights: [
            { serviceName, weight: 100 },
            { serviceName: `${serviceName}-canary`, weight: 0 },
          ],
          weightsSteered: true,
        }
      : {}),
    ...(rollout?.kind === 'weightedTraffic'
      ? {
          weights: [
            { serviceName: `${serviceName}-stable`, weight: 100 - rollout.weight },
            { serviceName: `${serviceName}-canary`, weight: rollout.weight },
          ],
          ...(rollout.optIn === undefined ? {} : { optIn: rollout.optIn }),
        }
      : {}),
    portName: 'http',
    port: SERVICE_PORT,
    protocol: web.spec.protocol ?? 'http',
    requestTimeoutSeconds: seconds(web.spec.requestTimeout ?? edition.requestTimeoutSeconds),
  };
}

/** Port of Services: clients in the cluster write `http://shop-web` without a number. */
export const SERVICE_PORT = 80;

/** An exposure that leads to a web process, the name of its objects, and the process it means where it names none. */
interface Leading {
  readonly exposure: Exposure;
  readonly name: string;
  readonly fallback: string;
}

/** Exposures that lead to a web process: that of the service where it does, and its own. */
function leadingTo(spec: ServiceSpec, web: Web): readonly Leading[] {
  const first = spec.web === undefined ? (named(spec.webs)[0]?.[0] ?? '') : 'web';
  const { expose } = spec;
  const shared = expose !== undefined && reachedBy(expose, first).includes(web.name);
  const own = web.spec.expose;
  return [
    ...(shared ? [{ exposure: expose, name: spec.name, fallback: first }] : []),
    ...(own === undefined
      ? []
      : [{ exposure: own, name: processObjectName(spec.name, web.name), fallback: web.name }]),
  ];
}

/** Whether an exposure leads to a web process, be it its own or that of the service. */
export function isExposed(spec: ServiceSpec, web: Web): boolean {
  return leadingTo(spec, web).length > 0;
}

/** Paths by which exposures lead to a web process; undefined: by all, by none, or by others than the pod sees. */
export function pathsTo(spec: ServiceSpec, web: Web): readonly PathSpec[] | undefined {
  const leading = leadingTo(spec, web);
  const paths = leading.flatMap(({ exposure: { options }, fallback }) =>
    options.rewritePrefix === undefined && options.paths !== undefined
      ? options.paths.filter(({ process }) => (process ?? fallback) === web.name)
      : [{ path: '/' }],
  );
  return leading.length === 0 || paths.some(({ path }) => path === '/') ? undefined : paths;
}

/** Routes to a web process that a controller of rollouts could steer. */
export function routesTo(spec: ServiceSpec, web: Web): readonly SteeredRoute[] {
  return leadingTo(spec, web).flatMap(({ exposure, name }) => {
    const route = exposure.steered?.(name);
    if (route === undefined) return [];
    return [
      route.kind === 'httpRoute' && web.spec.protocol === 'grpc'
        ? { ...route, kind: 'grpcRoute' as const }
        : route,
    ];
  });
}

function planOf(name: string, facts: ExposureFacts): ExposurePlan {
  const { title, scope, hosts, tls, proxy, objects } = facts;
  return { name, title, scope, hosts, tls, proxy, objects };
}

/** 0 where the exposure says nothing of it: its own default is small. */
function bodyBytes({ options }: Exposure): number {
  const parsed = parseByteSize(options.maxBodySize ?? 0);
  return parsed.ok ? parsed.value : 0;
}

function reachedBy(exposure: Exposure, fallback: string): readonly string[] {
  const paths = exposure.options.paths;
  return paths === undefined || paths.length === 0
    ? [exposure.leadsTo?.() ?? fallback]
    : paths.map((path) => path.process ?? fallback);
}

function pick<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const value = record[key];
  return value === undefined ? {} : { [key]: value };
}

/** Whether policies let somebody in whom no exposure leads, or nobody is kept out. */
function isLetIn({ spec }: Context, { name }: Web): boolean {
  if (spec.network?.policies === false) return true;
  return (spec.network?.ingress ?? []).some(
    ({ process }) => process === undefined || process === name,
  );
}

function reportNothingToExpose({ trace }: Context, path: string): void {
  trace.report({
    code: 'SW2156',
    name: 'nothing-to-expose',
    severity: 'error',
    path,
    message: 'An exposure is described, but no process answers requests.',
    because: 'A route needs a Service, and a Service a web process.',
    fix: 'Describe `web`, or remove `expose`.',
  });
}

function reportUnreachable({ trace }: Context, web: Web): void {
  trace.report({
    code: 'SW2155',
    name: 'web-unreachable',
    severity: 'warning',
    path: web.path,
    message: `Nobody may call \`${web.name}\`: no exposure leads to it, and no service calls it by name.`,
    because: 'Network policies deny what is not declared.',
    fix: 'Add `expose: internal()` for callers in the cluster, or an exposure for the world.',
  });
}
