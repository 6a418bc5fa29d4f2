/** resolve › calls: other services that are called, which namespace and port they have here, and who waits for whom. */

import type { Finding } from '../model/finding.ts';
import type { NeedFacts } from '../model/need.ts';
import type { CallPlan } from '../model/plan/service-plan.ts';
import { DEFAULT_ENVIRONMENT } from '../model/service.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ServiceTarget, ServiceUrl } from '../model/spec/values.ts';
import type { Context } from './context.ts';
import { SERVICE_PORT } from './exposures.ts';
import { processObjectName } from './names.ts';
import { previewNamespace } from './preview.ts';
import { named, type AuthoredProcess } from './processes.ts';
import { isServiceUrl, serviceUrlsIn } from './service-target.ts';

/** A service that calls this one. */
export interface Caller {
  readonly service: string;
  readonly namespace: string;
  /** Process that calls; absent: every process. */
  readonly from?: string;
  /** Web process that is called. */
  readonly process: string;
}

/** Everything that is called, each once. A cycle of services that wait for one another is an error (SW2163). */
export function resolveCalls(
  context: Context,
  processes: readonly AuthoredProcess[],
  needs: Readonly<Record<string, NeedFacts>>,
): readonly CallPlan[] {
  const { spec } = context;
  const shared = [
    ...named(spec.config).map(([name, value]) => [`config.${name}`, value] as const),
    ...named(needs).flatMap(([need, { variables }]) =>
      named(variables).map(([name, value]) => [`needs.${need}.${name}`, value] as const),
    ),
  ];
  const own = processes.flatMap((process) =>
    named(process.spec.config).map(
      ([name, value]) => [`${process.path}.config.${name}`, value, process.name] as const,
    ),
  );
  const calls = [...shared, ...own].flatMap(([path, value, from]): readonly CallPlan[] => {
    const called = isServiceUrl(value) ? lookUp(context, path, value) : undefined;
    return called === undefined ? [] : [from === undefined ? called : { ...called, from }];
  });
  reportCycle(context, needs);
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** The text a variable holds; nothing where the other service is not there, which `resolveCalls` complains of. */
export function textOf(context: Context, value: ServiceUrl): string | undefined {
  const found = placeOf(context, value);
  if ('problem' in found) return undefined;
  const { host } = found;
  return value.form === 'address' ? `${host}:${SERVICE_PORT}` : `http://${host}${value.path}`;
}

/** A service may call itself: its pods are then callers like any other. */
export function ownCallers(
  { spec, namespace }: Context,
  calls: readonly CallPlan[],
): readonly Caller[] {
  return calls
    .filter(({ service }) => service === spec.name)
    .map(({ process, from }) => ({
      service: spec.name,
      namespace,
      process,
      ...(from === undefined ? {} : { from }),
    }));
}

/** What a reference is looked up with. */
export type CallContext = Pick<Context, 'environment' | 'askedEdition' | 'preview'>;

/** What is wrong with a reference to another service: its environment (SW2164) or process (SW2167) is not there. */
export function unknownCall(
  context: CallContext,
  value: ServiceUrl,
): Omit<Finding, 'path'> | undefined {
  const found = placeOf(context, value);
  return 'problem' in found ? found.problem : undefined;
}

function lookUp(context: Context, path: string, value: ServiceUrl): CallPlan | undefined {
  const found = placeOf(context, value);
  if (!('problem' in found)) return found;
  context.trace.report({ ...found.problem, path });
  return undefined;
}

/** The environment that is said, else that of the caller, else the only one there is. */
function environmentIn(
  { environments }: ServiceTarget,
  value: ServiceUrl,
  own: string,
): string | undefined {
  const names = Object.keys(environments);
  if (value.environment !== undefined) {
    return names.includes(value.environment) ? value.environment : undefined;
  }
  if (names.includes(own)) return own;
  return names.length === 1 && names[0] === DEFAULT_ENVIRONMENT ? DEFAULT_ENVIRONMENT : undefined;
}

function placeOf(
  { environment: own, askedEdition, preview }: CallContext,
  value: ServiceUrl,
): CallPlan | { readonly problem: Omit<Finding, 'path'> } {
  const target = value.target(askedEdition);
  const { service, environments } = target;
  const environment = environmentIn(target, value, own);
  const found = environment === undefined ? undefined : environments[environment];
  if (environment === undefined || found === undefined) {
    return { problem: unknownEnvironment(target, value.environment ?? own) };
  }
  const namespace =
    preview === undefined || environment !== own
      ? found.namespace
      : previewNamespace(found.namespace, preview);
  const port = found.ports[value.process];
  if (port === undefined) return { problem: unknownProcess(service, value.process, found.ports) };
  return {
    service,
    environment,
    namespace,
    process: value.process,
    // Without the domain of the cluster, which is not `cluster.local` everywhere.
    host: `${processObjectName(service, value.process)}.${namespace}.svc`,
    port,
  };
}

function unknownEnvironment(
  { service, environments }: ServiceTarget,
  environment: string,
): Omit<Finding, 'path'> {
  return {
    code: 'SW2164',
    name: 'service-not-in-environment',
    severity: 'error',
    message: `The service ${service} has no environment \`${environment}\`; it has ${Object.keys(environments).join(', ')}.`,
    because:
      'Its namespace, and with it the address and the hole in the network, would be guessed.',
    fix: `Say which is meant, e.g. \`${service}.url({ environment: '${Object.keys(environments)[0] ?? ''}' })\`, or add the environment there.`,
  };
}

function unknownProcess(
  service: string,
  process: string,
  ports: Readonly<Record<string, number>>,
): Omit<Finding, 'path'> {
  const nearest = nearestName(process, Object.keys(ports));
  return {
    code: 'SW2167',
    name: 'service-process-unknown',
    severity: 'error',
    message: `The service ${service} has no web process \`${process}\`; it has ${Object.keys(ports).join(', ') || 'none'}.`,
    because: 'Only web processes have a Service that can be called.',
    fix:
      nearest === undefined ? `Name a web process of ${service}.` : `Did you mean \`${nearest}\`?`,
  };
}

/** Pods that wait for pods that wait for them never start; calls that nobody waits for may go round. */
function reportCycle(context: Context, needs: Readonly<Record<string, NeedFacts>>): void {
  const { spec, environment, trace } = context;
  for (const [name, { startup, variables }] of named(needs)) {
    if (startup === undefined) continue;
    for (const value of serviceUrlsIn(variables)) {
      const cycle = pathBack(value, environment, spec.name, []);
      if (cycle === undefined) continue;
      const way = [spec.name, ...cycle];
      trace.report({
        code: 'SW2163',
        name: 'startup-cycle',
        severity: 'error',
        path: `needs.${name}`,
        message: `Services wait for one another before they start: ${way.join(' → ')}.`,
        because: 'After an outage of the cluster none of them would ever start.',
        fix: `Leave \`startup\` out of one of these needs: calls may go round, waiting may not. Which is it that can start without the other?`,
      });
    }
  }
}

/** The services between a reference and the one that is looked for; undefined when nothing leads there. */
function pathBack(
  value: ServiceUrl,
  own: string,
  wanted: string,
  seen: readonly string[],
): readonly string[] | undefined {
  const target = value.target();
  const { service } = target;
  if (service === wanted) return [service];
  if (seen.includes(service)) return undefined;
  const environment = environmentIn(target, value, own);
  const next =
    environment === undefined ? [] : (target.environments[environment]?.startsAfter ?? []);
  for (const each of next) {
    const rest = pathBack(each, environment ?? own, wanted, [...seen, service]);
    if (rest !== undefined) return [service, ...rest];
  }
  return undefined;
}
