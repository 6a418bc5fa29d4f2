/** emit › helm › surface of processes: size, resources, place and variables of each, under a key of its own. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import type { ProcessPlan } from '../../../model/plan/process-plan.ts';
import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { plainTexts, recordAt, replaceTexts, setOrRemove } from './places.ts';
import type { ProcessPlace } from './process-place.ts';
import { scalingSurface } from './scaling.ts';
import {
  AFFINITY,
  TOLERATIONS,
  annotations,
  labels,
  objectName,
  plainText,
  variables,
} from './texts.ts';

/** Keys that speak of the service as a whole. */
const TAKEN = [
  'global',
  'image',
  'imagePullSecrets',
  'env',
  'environment',
  'serviceAccount',
  'ingress',
  'route',
  'rollout',
  'nameOverride',
  'fullnameOverride',
  'tests',
  'volumes',
];

/** The processes of a service, in the order they are described. */
export function processPlaces({ plan, spec }: Described): readonly ProcessPlace[] {
  return Object.values(plan.processes).map(({ name, kind }, order) => ({
    name,
    order,
    kind,
    key: keyFor(name),
    at: placeOf(name, kind, spec.web !== undefined),
  }));
}

/** Values of every process. */
export function processSurface(environments: readonly Described[]): readonly Parameter[] {
  const places = new Map(
    environments.flatMap(processPlaces).map((place) => [place.name, place] as const),
  );
  return [...places.values()].flatMap((place) =>
    [
      ...scalingSurface(place, environments),
      ...scheduleSurface(place),
      ...resourcesSurface(place, environments),
      ...podSurface(place),
    ].map((parameter) => whereDescribed(parameter, place, environments)),
  );
}

/** An environment without the process says nothing of it; its values are those of one that has it. */
function whereDescribed(
  parameter: Parameter,
  { name, at }: ProcessPlace,
  environments: readonly Described[],
): Parameter {
  const having = environments.filter(({ plan }) => plan.processes[name] !== undefined);
  return {
    ...parameter,
    read: (described) =>
      parameter.read(having.includes(described) ? described : (having.at(-1) ?? described)),
    write: (value, get, spec) =>
      placeAt(spec, at) === undefined ? [] : parameter.write(value, get, spec),
  };
}

function keyFor(name: string): string {
  const camel = name.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return TAKEN.includes(camel) ? `${camel}Process` : camel;
}

function placeOf(name: string, kind: ProcessPlan['kind'], hasWeb: boolean): readonly string[] {
  switch (kind) {
    case 'web':
      return name === 'web' && hasWeb ? ['web'] : ['webs', name];
    case 'worker':
      return ['workers', name];
    case 'cron':
      return ['crons', name];
    case 'task':
      return ['tasks', name];
    case 'migration':
      return ['migrate'];
  }
}

/** Time zones nobody schedules by. */
const ZONES = ['Troll', 'Casey', 'Davis', 'Mawson', 'Vostok', 'Syowa', 'Rothera', 'Palmer'].map(
  (station) => `Antarctica/${station}`,
);

function scheduleSurface({ key, at, kind, name, order }: ProcessPlace): readonly Parameter[] {
  if (kind !== 'cron') return [];
  return [
    {
      path: [key, 'schedule'],
      domain: plainText(
        '^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[-0-9A-Za-z*/,?]+( [-0-9A-Za-z*/,?]+){4})$',
        `${17 + order} 3 7 7 *`,
        ['0 3 * * *', '@daily', '*/15 * * * *', '0 0 1 1 1-5'],
      ),
      description: 'Five fields of a cron schedule, or a descriptor such as @daily.',
      sets: [...at, 'schedule'].join('.'),
      read: ({ spec }) => placeAt(spec, [...at, 'schedule']),
      write: (value) => [{ at: [...at, 'schedule'], to: value }],
    },
    {
      path: [key, 'timeZone'],
      domain: plainText(
        '^[A-Za-z][-+A-Za-z0-9_]*(/[-+A-Za-z0-9_]+)*$',
        ZONES[order % ZONES.length] ?? 'Antarctica/Troll',
        ['Etc/UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia'],
      ),
      description: 'IANA name of the time zone of the schedule.',
      sets: [...at, 'timeZone'].join('.'),
      read: ({ plan }) => planOf(plan.processes[name], 'timeZone'),
      write: (value) => [{ at: [...at, 'timeZone'], to: value }],
    },
    {
      path: [key, 'suspend'],
      domain: { kind: 'boolean' },
      description: 'Start no further runs.',
      sets: [...at, 'suspend'].join('.'),
      read: ({ plan }) => planOf(plan.processes[name], 'suspend') === true,
      write: (value) => [{ at: [...at, 'suspend'], to: value }],
    },
  ];
}

function resourcesSurface(
  place: ProcessPlace,
  environments: readonly Described[],
): readonly Parameter[] {
  const isSized = environments.some(({ plan }) => {
    const process = plan.processes[place.name];
    return process !== undefined && 'server' in process && (process.server?.workers ?? 0) > 1;
  });
  const sets = [
    [
      'requests',
      'cpu',
      `CPU that the scheduler reserves for a pod${isSized ? '; the number of server processes follows from it' : ''}.`,
    ],
    ['requests', 'memory', 'Memory that the scheduler reserves for a pod.'],
    ['limits', 'cpu', 'CPU a pod may use at most; empty: no limit.'],
    ['limits', 'memory', 'Memory at which a pod is killed; empty: equal to the request.'],
  ] as const;
  return sets.map(([side, resource, description]): Parameter => ({
    path: [place.key, 'resources', side, resource],
    domain: { kind: 'amount', of: resource, optional: side === 'limits' },
    description,
    sets: [...place.at, 'resources', side, resource].join('.'),
    read: (described) => amountOf(described, place, side, resource),
    write: (value, _get, spec) => [
      ...(placeAt(spec, ['resources', side, resource]) === undefined
        ? []
        : [{ at: ['resources', side, resource], to: undefined }]),
      ...setOrRemove([...place.at, 'resources', side, resource], value),
    ],
  }));
}

/** A limit of memory that nobody gave stays open: it follows the request. */
function amountOf(
  { plan, spec }: Described,
  { name, at }: ProcessPlace,
  side: 'requests' | 'limits',
  resource: 'cpu' | 'memory',
): string {
  const said =
    placeAt(spec, [...at, 'resources', side, resource]) ??
    placeAt(spec, ['resources', side, resource]);
  if (side === 'limits' && said === undefined) return '';
  return plan.processes[name]?.container.resources[side][resource] ?? '';
}

function podSurface({ key, at, name }: ProcessPlace): readonly Parameter[] {
  const placed = (described: Described) => described.plan.processes[name]?.placement;
  return [
    {
      path: [key, 'env'],
      domain: variables([]),
      description: 'Variables of this process; they win over `env`.',
      sets: [...at, 'config'].join('.'),
      read: ({ spec }) => plainTexts(placeAt(spec, [...at, 'config'])),
      write: (value, _get, spec) => replaceTexts(spec, [...at, 'config'], value),
    },
    {
      path: [key, 'podAnnotations'],
      domain: annotations(['checksum/files']),
      description: 'Annotations of the pods.',
      sets: [...at, 'podAnnotations'].join('.'),
      read: ({ spec }) => recordAt(spec, [...at, 'podAnnotations']),
      write: (value) => [{ at: [...at, 'podAnnotations'], to: value }],
    },
    {
      path: [key, 'podLabels'],
      domain: labels([
        'app.kubernetes.io/name',
        'app.kubernetes.io/instance',
        'app.kubernetes.io/component',
        'slot',
      ]),
      description: 'Labels of the pods, beside those the chart selects them by.',
      sets: [...at, 'podLabels'].join('.'),
      read: ({ spec }) => recordAt(spec, [...at, 'podLabels']),
      write: (value) => [{ at: [...at, 'podLabels'], to: value }],
    },
    {
      path: [key, 'nodeSelector'],
      domain: labels([]),
      description: 'Labels a node must have.',
      sets: [...at, 'placement', 'nodeSelector'].join('.'),
      read: (described) => placed(described)?.nodeSelector ?? {},
      write: (value) => [{ at: [...at, 'placement', 'nodeSelector'], to: value }],
    },
    {
      path: [key, 'tolerations'],
      domain: TOLERATIONS,
      description: 'Taints of nodes that pods put up with.',
      sets: [...at, 'placement', 'tolerations'].join('.'),
      read: (described) => placed(described)?.tolerations ?? [],
      write: (value) => [{ at: [...at, 'placement', 'tolerations'], to: value }],
    },
    {
      path: [key, 'affinity'],
      domain: AFFINITY,
      description: 'Affinity of the pods, as the API has it.',
      sets: [...at, 'placement', 'affinity'].join('.'),
      read: (described) => placed(described)?.affinity ?? {},
      write: (value) => [
        {
          at: [...at, 'placement', 'affinity'],
          to: isRecord(value) && Object.keys(value).length > 0 ? value : undefined,
        },
      ],
    },
    {
      path: [key, 'priorityClassName'],
      domain: objectName(true),
      description: 'Priority class of the pods.',
      sets: [...at, 'placement', 'priorityClassName'].join('.'),
      read: (described) => placed(described)?.priorityClassName ?? '',
      write: (value) => setOrRemove([...at, 'placement', 'priorityClassName'], value),
    },
  ];
}

function planOf(process: ProcessPlan | undefined, key: string): unknown {
  return process === undefined ? undefined : Reflect.get(process, key);
}
