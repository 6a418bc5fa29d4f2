/** resolve › container: the main container of a process, put together from what the other passes decided. */

import type {
  ContainerPlan,
  EnvVarPlan,
  ResourcesPlan,
  WritablePathPlan,
} from '../model/plan/container-plan.ts';
import type { NeedFacts } from '../model/need.ts';
import type { RolloutPlan } from '../model/plan/rollout-plan.ts';
import type { PodVolumePlan } from '../model/plan/volume-plan.ts';
import type { ServerFacts } from '../model/server.ts';
import { bytesOf, bytesText, quantityOfBytes } from './amounts.ts';
import type { Context } from './context.ts';
import { gatesOf } from './gates.ts';
import { resolveFiles } from './files.ts';
import type { AuthoredProcess } from './processes.ts';
import type { ResolvedProxy } from './proxy.ts';
import { upstreamPort } from './server.ts';
import { resolveVariables } from './variables.ts';

/** What earlier passes decided for a container. */
export interface ContainerInput {
  readonly resources: ResourcesPlan;
  readonly needs: Readonly<Record<string, NeedFacts>>;
  /** Absent for processes that answer no requests. */
  readonly server?: ServerFacts;
  /** Variables of the language of the image, from the service's server. */
  readonly imageEnv: readonly EnvVarPlan[];
  /** Largest request body that is let through, in bytes; 0 where none is. */
  readonly largestBody?: number;
  /** Volumes of the service that the pod has. */
  readonly volumes: readonly PodVolumePlan[];
  /** How pods are replaced; absent for those that end by themselves. */
  readonly rollout?: RolloutPlan;
  /** What stands in the pod between the port clients reach and the server. */
  readonly proxy?: ResolvedProxy;
}

/** The container of a process. */
export function resolveContainer(
  context: Context,
  process: AuthoredProcess,
  { resources, needs, server, imageEnv, largestBody = 0, proxy, rollout, volumes }: ContainerInput,
): ContainerPlan {
  const { spec } = context;
  const { command, args, workingDirectory, podLabels, podAnnotations } = process.spec;
  return {
    name: process.name,
    command: started(context, process, 'command', command, server),
    args: started(context, process, 'args', args, server),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    env: resolveVariables(
      context,
      `processes.${process.name}.container.env`,
      [...imageEnv, ...(server?.env ?? []), ...identityVariables(rollout)],
      [
        ...Object.entries(needs).map(([name, need]) => ({
          from: `needs.${name}`,
          variables: need.variables,
        })),
        { from: 'config', variables: spec.config ?? {} },
        { from: `${process.path}.config`, variables: process.spec.config ?? {} },
      ],
    ),
    files: resolveFiles(context, `processes.${process.name}.container.files`, {
      server: server?.files ?? {},
      beside: proxy?.facts.files ?? {},
      layers: [
        { from: 'files', files: spec.files },
        { from: `${process.path}.files`, files: process.spec.files },
      ],
    }),
    writable: writableOf(context, process, server, largestBody),
    ports: tracedPorts(
      context,
      process,
      withPeers(portsOf(context, process, server, proxy !== undefined), rollout),
    ),
    resources,
    gates: gatesOf(context, process, needs, proxy),
    ...(proxy === undefined
      ? {}
      : { sidecars: [proxy.sidecar], shared: proxy.shared, mounts: proxy.mounts }),
    ...(volumes.length === 0 ? {} : { volumes }),
    podLabels: podLabels ?? {},
    podAnnotations: podAnnotations ?? {},
  };
}

const PORTS =
  '`port` of the process (the next one behind `proxy`), where metrics are served, and where pods speak to one another';

function tracedPorts(
  { trace }: Context,
  { name, path, ...process }: AuthoredProcess,
  ports: ContainerPlan['ports'],
): ContainerPlan['ports'] {
  const at = `processes.${name}.container.ports`;
  const metrics =
    process.kind === 'web' || process.kind === 'worker' ? process.spec.metrics?.port : undefined;
  for (const [index, { name: port, port: number }] of ports.entries()) {
    if (port === 'http' && process.kind === 'web' && process.spec.port === number) {
      trace.spec(`${at}.${index}.port`, undefined, `${path}.port`);
    }
    if (port === 'metrics' && metrics === number) {
      trace.spec(`${at}.${index}.port`, undefined, `${path}.metrics.port`);
    }
  }
  return trace.derive(at, ports, PORTS);
}

/** What starts the container: what is said, else what the server wants, else what the image says itself. */
function started(
  { trace }: Context,
  { name, path }: AuthoredProcess,
  part: 'command' | 'args',
  authored: readonly string[] | undefined,
  server: ServerFacts | undefined,
): readonly string[] {
  const own = server?.[part];
  return trace.choose(
    `processes.${name}.container.${part}`,
    { value: authored, from: `${path}.${part}` },
    own === undefined
      ? { value: [], because: `that of the image` }
      : { value: own, because: `starts ${server?.title ?? ''}` },
  );
}

function writableOf(
  context: Context,
  process: AuthoredProcess,
  server: ServerFacts | undefined,
  largestBody: number,
): readonly WritablePathPlan[] {
  const paths = new Map<string, WritablePathPlan>();
  const { trace } = context;
  trace.derive(
    `processes.${process.name}.container.writable`,
    undefined,
    'what the server writes to, /tmp for libraries and uploads, and `writable`; all else is read-only',
  );
  for (const path of server?.writable ?? []) paths.set(path.path, path);
  // Read-only root: libraries still expect /tmp, and frameworks spool uploads there.
  paths.set('/tmp', temporary(context, process, server, largestBody));
  for (const authored of process.spec.writable ?? []) {
    const said = typeof authored === 'string' ? { path: authored } : authored;
    paths.set(said.path, {
      path: said.path,
      medium: said.medium ?? 'disk',
      sizeLimit: bytesText(said.size ?? context.edition.writableSize),
    });
  }
  return [...paths.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Room for every request at once to be an upload of the largest size: a full emptyDir evicts the pod. */
function temporary(
  { edition, trace }: Context,
  process: AuthoredProcess,
  server: ServerFacts | undefined,
  largestBody: number,
): WritablePathPlan {
  const atOnce = server?.concurrency ?? edition.uploadsAtOnce;
  const uploads = server === undefined ? 0 : largestBody * atOnce;
  const sizeLimit =
    uploads <= bytesOf(edition.writableSize)
      ? edition.writableSize
      : trace.derive(
          `processes.${process.name}.container.writable`,
          quantityOfBytes(uploads),
          `/tmp: maxBodySize ${quantityOfBytes(largestBody)} × ${atOnce} requests at once = ${quantityOfBytes(uploads)}, since frameworks spool uploads to it and a full emptyDir evicts the pod`,
          'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
        );
  return { path: '/tmp', medium: 'disk', sizeLimit };
}

function portsOf(
  context: Context,
  process: AuthoredProcess,
  server: ServerFacts | undefined,
  proxied: boolean,
): ContainerPlan['ports'] {
  if (process.kind !== 'web') {
    const port = process.kind === 'worker' ? process.spec.metrics?.port : undefined;
    return port === undefined ? [] : [{ name: 'metrics', port }];
  }
  const http = proxied
    ? upstreamPort(context, process)
    : (process.spec.port ?? context.edition.port);
  const own = proxied
    ? server?.socket === undefined
      ? [{ name: 'upstream', port: http }]
      : []
    : [{ name: 'http', port: http }];
  const metrics = server?.metrics?.port ?? process.spec.metrics?.port;
  const further = server?.ports ?? [];
  const listed = further.some((port) => port.name === 'metrics');
  return [
    ...own,
    ...(metrics === undefined || metrics === http || listed
      ? []
      : [{ name: 'metrics', port: metrics }]),
    ...further,
  ];
}

/** Who a pod with a stable name is. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-index-label */
function identityVariables(rollout: RolloutPlan | undefined): readonly EnvVarPlan[] {
  if (rollout?.kind !== 'stateful') return [];
  const { name, ordinal, domain } = rollout.variables;
  return [
    ...(name === undefined ? [] : [{ name, kind: 'field', field: 'metadata.name' } as const]),
    ...(ordinal === undefined
      ? []
      : [
          {
            name: ordinal,
            kind: 'field',
            field: "metadata.labels['apps.kubernetes.io/pod-index']",
          } as const,
        ]),
    ...(domain === undefined
      ? []
      : [{ name: domain, kind: 'value', value: rollout.domain } as const]),
  ];
}

/** Ports of peers are the container's too; one that is there already, such as that of requests, keeps its name. */
function withPeers(
  ports: ContainerPlan['ports'],
  rollout: RolloutPlan | undefined,
): ContainerPlan['ports'] {
  if (rollout?.kind !== 'stateful') return ports;
  return [
    ...ports,
    ...rollout.peers.filter(({ port }) => ports.every((each) => each.port !== port)),
  ];
}
