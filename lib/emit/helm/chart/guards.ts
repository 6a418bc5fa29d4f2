/** emit › helm › guards: what must hold across values and no schema can say; the render fails with the code and the reason of `slipway check`. */

import { placeAt } from '../change.ts';
import type { Described, Parameter } from '../parameter.ts';
import { valueCode } from '../print/code.ts';
import { rolloutPlaces } from '../surface/rollout.ts';
import { keyOf } from '../tree/values.ts';
import type { ValuePath } from '../tree/template.ts';

/** One thing that must not be. */
interface Guard {
  /** Conditions that all hold when it is; each is asked only where those before it hold. */
  readonly when: readonly string[];
  readonly code: string;
  /** What is wrong; `%d` and `%s` stand for the operands. */
  readonly message: string;
  readonly operands?: readonly string[];
  /** As `slipway check` says it. */
  readonly because: string;
  /** In the words of the chart's values. */
  readonly fix: string;
}

/** What guards are made from. */
export interface GuardedChart {
  readonly chart: string;
  readonly parameters: readonly Parameter[];
  readonly environments: readonly Described[];
  /** How long the prefix of names may be. */
  readonly longestName: number;
}

/** The text of the template that guards the values. */
export function guardsText({ chart, parameters, environments, longestName }: GuardedChart): string {
  const known: Known = {
    chart,
    parameters,
    has: (path) => parameters.some((parameter) => keyOf(parameter.path) === keyOf(path)),
  };
  // As in `slipway check`, where rules are asked of what rollouts and names accepted: those speak first.
  const guards = [
    nameGuard(chart, longestName),
    ...blueGreenGuards(environments, known),
    ...canaryGuards(environments, known),
    ...parameters.flatMap(({ path }) => [
      ...(path.at(-1) === 'maxReplicas' ? boundsGuard(path, known) : []),
      ...(path.at(-1) === 'targetCPUUtilizationPercentage' ? targetGuard(path, 'cpu', known) : []),
      ...(path.at(-1) === 'targetMemoryUtilizationPercentage'
        ? targetGuard(path, 'memory', known)
        : []),
      ...(path.at(-2) === 'limits' ? limitGuard(path, known) : []),
      ...(path.at(-2) === 'image' && path.at(-1) === 'tag' ? tagGuard(path, known) : []),
    ]),
  ];
  return [
    `{{- /* What must hold across values. Nothing is written here. */}}`,
    ...guards.flatMap(lines),
    '',
  ].join('\n');
}

interface Known {
  readonly chart: string;
  readonly parameters: readonly Parameter[];
  readonly has: (path: ValuePath) => boolean;
}

const SCOPE = { chart: '', root: '.' } as const;

function lines({ when, code, message, operands = [], because, fix }: Guard): readonly string[] {
  const text = JSON.stringify(`${code}: ${message} Why: ${because} Fix: ${fix}`);
  const said = operands.length === 0 ? text : `(printf ${[text, ...operands].join(' ')})`;
  return [
    ...when.map((condition) => `{{- if ${condition} }}`),
    `{{- fail ${said} }}`,
    ...when.map(() => '{{- end }}'),
  ];
}

/** Releases have names of up to 53 characters, and the names of objects are made of them. */
function nameGuard(chart: string, longestName: number): Guard {
  const fullname = `(include "${chart}.fullname" .)`;
  return {
    when: [`gt (len ${fullname}) ${longestName}`],
    code: 'SW4308',
    message: `The names of all objects begin with %s, which has %d characters; ${longestName} are possible.`,
    operands: [fullname, `(len ${fullname})`],
    because:
      'The API server refuses the object, or refuses later what is derived from its name: the jobs of a CronJob, the pods of a StatefulSet.',
    fix: 'Give the release a shorter name, or set fullnameOverride.',
  };
}

function boundsGuard(path: ValuePath, { has }: Known): readonly Guard[] {
  const [least, enabled] = [beside(path, 'minReplicas'), beside(path, 'enabled')];
  if (!has(least) || !has(enabled)) return [];
  return [
    {
      when: [valueCode(enabled, SCOPE), `gt ${number(least)} ${number(path)}`],
      code: 'SW2264',
      message: `${keyOf(least)} is %d and ${keyOf(path)} is %d.`,
      operands: [number(least), number(path)],
      because: 'The API server refuses the autoscaler, and the workload stays at one pod.',
      fix: `Set ${keyOf(path)} to ${keyOf(least)} or more.`,
    },
  ];
}

/** A limit of memory that is empty is the request itself; one of CPU is none. */
function targetGuard(
  path: ValuePath,
  of: 'cpu' | 'memory',
  { chart, has }: Known,
): readonly Guard[] {
  const process = path.slice(0, -2);
  const limit = [...process, 'resources', 'limits', of];
  const request = [...process, 'resources', 'requests', of];
  const enabled = beside(path, 'enabled');
  if (![limit, request, enabled].every(has)) return [];
  const amount = (code: string): string => amountCode(of, code, chart);
  const [asked, most] = [valueCode(request, SCOPE), valueCode(limit, SCOPE)];
  const ends = of === 'cpu' ? most : `(${most} | default ${asked})`;
  return [
    {
      when: [
        valueCode(enabled, SCOPE),
        ...(of === 'cpu' ? [most] : []),
        `gt (mulf ${number(path)} ${amount(asked)}) (mulf 100 ${amount(ends)})`,
      ],
      code: 'SW2262',
      message: `${keyOf(path)} is %d, but the limit (%s) ends usage below that share of the request (%s).`,
      operands: [number(path), ends, asked],
      because:
        'Utilisation is usage divided by the request, and usage ends at the limit: the autoscaler never sees its target and never scales up.',
      fix: `Lower the target, or raise ${keyOf(limit)}.`,
    },
  ];
}

/** An empty limit is none, or the request itself. */
function limitGuard(path: ValuePath, { chart, has }: Known): readonly Guard[] {
  const of = path.at(-1) === 'cpu' ? 'cpu' : 'memory';
  const request = [...path.slice(0, -2), 'requests', of];
  if (!has(request)) return [];
  const [asked, most] = [valueCode(request, SCOPE), valueCode(path, SCOPE)];
  return [
    {
      when: [most, `gt ${amountCode(of, asked, chart)} ${amountCode(of, most, chart)}`],
      code: 'SW2272',
      message: `${keyOf(request)} is %s, more than the limit of %s.`,
      operands: [asked, most],
      because:
        'The API server refuses such pods. The object that makes them is accepted, so that a release waits for pods that never come.',
      fix: `Raise ${keyOf(path)}, or lower ${keyOf(request)}.`,
    },
  ];
}

/** An amount as a number that compares. */
function amountCode(of: 'cpu' | 'memory', code: string, chart: string): string {
  const helper = of === 'cpu' ? 'millicores' : 'mebibytes';
  return `(include "${chart}.${helper}" ${code} | float64)`;
}

const FLOATING =
  'Pods of one release may run different code, a restart may deploy, and going back to the previous manifests brings back nothing.';

/** The empty tag of a canary means that of the service; that of a slot leaves its digest alone. */
function tagGuard(path: ValuePath, { has }: Known): readonly Guard[] {
  const digest = beside(path, 'digest');
  const tag = valueCode(path, SCOPE);
  const isBare = has(digest) ? [`not ${valueCode(digest, SCOPE)}`] : [];
  const isSlot = path[1] === 'slots';
  return [
    {
      when: [isSlot ? `or (not ${tag}) (eq ${tag} "latest")` : `eq ${tag} "latest"`, ...isBare],
      code: 'SW2332',
      message: `${keyOf(path)} is %q, which does not say which version is meant.`,
      operands: [tag],
      because: FLOATING,
      fix: `Set ${keyOf(path)} to the tag of the build, or better ${keyOf(digest)} to what the build pushed.`,
    },
  ];
}

function blueGreenGuards(environments: readonly Described[], known: Known): readonly Guard[] {
  const slots = known.parameters.filter(({ path }) => path[1] === 'slots' && path.at(-1) === 'tag');
  const [first, second] = slots.map(({ path }) => path);
  if (first === undefined || second === undefined) return [];
  const [tagA, tagB, digestA, digestB] = [
    first,
    second,
    beside(first, 'digest'),
    beside(second, 'digest'),
  ].map((path) => valueCode(path, SCOPE));
  const phase = valueCode(['rollout', 'phase'], SCOPE);
  return [
    {
      when: [
        `has ${phase} (list "stage" "warm" "promote")`,
        `eq ${digestA} ${digestB}`,
        `or ${digestA} (eq ${tagA} ${tagB})`,
      ],
      code: 'SW2092',
      message: 'Both slots have the image %s in phase %s.',
      operands: [`(${tagA} | default ${digestA})`, phase],
      because: 'Nothing new would be tried out or switched to.',
      fix: 'Give the slot that does not serve the new image.',
    },
    ...['previewReplicas', 'warmReplicas', 'rollbackReplicas'].flatMap((option) =>
      aboveMost(environments, known, {
        kind: 'blueGreen',
        option,
        code: 'SW2093',
        because: 'A slot never grows beyond the most pods of its process.',
      }),
    ),
  ];
}

function canaryGuards(environments: readonly Described[], known: Known): readonly Guard[] {
  const [step, enabled] = [
    ['rollout', 'step'],
    ['rollout', 'canary', 'enabled'],
  ] as const;
  if (!known.has(step) || !known.has(enabled)) return [];
  return [
    {
      when: [`not ${valueCode(enabled, SCOPE)}`, `gt ${number(step)} 0`],
      code: 'SW1001',
      message: `${keyOf(step)} is %d, but there is no canary that could get its share.`,
      operands: [number(step)],
      because: 'Requests would go to pods that do not exist.',
      fix: `Set ${keyOf(enabled)} to true, or ${keyOf(step)} to 0.`,
    },
    ...aboveMost(environments, known, {
      kind: 'canary',
      option: 'minReplicas',
      code: 'SW2088',
      because: 'A canary never grows beyond the most pods of its process.',
    }),
  ];
}

/** A number of pods in the description that the most of the process must not fall below. */
function aboveMost(
  environments: readonly Described[],
  { has }: Known,
  asked: {
    readonly kind: string;
    readonly option: string;
    readonly code: string;
    readonly because: string;
  },
): readonly Guard[] {
  return rolloutPlaces(environments, asked.kind).flatMap((at): readonly Guard[] => {
    const said = environments.flatMap(({ spec }) => placeAt(spec, [...at, asked.option]) ?? []);
    const [pods, ...others] = new Set(said);
    const owner = at.length > 1 ? (at.at(-2) ?? 'web') : 'web';
    const [enabled, most, count] = [
      [owner, 'autoscaling', 'enabled'],
      [owner, 'autoscaling', 'maxReplicas'],
      [owner, 'replicaCount'],
    ] as const;
    if (typeof pods !== 'number' || others.length > 0 || !has(count)) return [];
    const scaled = has(enabled) && has(most);
    const bound = scaled
      ? `(ternary ${number(most)} ${number(count)} ${valueCode(enabled, SCOPE)})`
      : number(count);
    return [
      {
        when: [`gt ${pods} ${bound}`],
        code: asked.code,
        message: `${pods} pods (${asked.option} in the description) are more than the %d that ${scaled ? `${keyOf(most)} or ${keyOf(count)}` : keyOf(count)} allows.`,
        operands: [bound],
        because: asked.because,
        fix: `Allow at least ${pods}.`,
      },
    ];
  });
}

function number(path: ValuePath): string {
  return `(int64 ${valueCode(path, SCOPE)})`;
}

function beside(path: ValuePath, key: string): ValuePath {
  return [...path.slice(0, -1), key];
}
