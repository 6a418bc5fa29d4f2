/** resolve › shape: what a description may say of a process; types live in model/spec, units in units. */

import * as v from 'valibot';
import { advised } from '../../model/advice.ts';
import {
  amountOf,
  durationShape,
  intOrPercentShape,
  storageShape,
  textOf,
  waitShape,
  workShape,
  wholeNumber,
} from '../../model/unit-shape.ts';
import { parseDnsLabel } from '../../units/dns-name.ts';
import { parseCronSchedule } from '../../units/cron-schedule.ts';
import { accepted, refused, show } from '../../units/parsed.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { parseTimeZone } from '../../units/time-zone.ts';
import { KEYS_OF_PODS } from './keys-of-others.ts';
import {
  absolutePath,
  annotationsShape,
  configShape,
  egressShape,
  filesShape,
  labelsShape,
  partialImageShape,
  placementShape,
  resourcesShape,
  textShape,
  variantShape,
} from './value-shapes.ts';

const commandShape = v.pipe(
  v.array(v.string()),
  v.nonEmpty('A command has at least one word, e.g. `["celery", "-A", "shop", "worker"]`.'),
  v.check(
    ([first = '', ...rest]) => rest.length > 0 || !/\S\s+\S/.test(first),
    'A command of one word with spaces names no program: write each word on its own, e.g. `["rq", "worker"]`.',
  ),
);

const mountShape = v.strictObject({
  volume: textShape,
  readOnly: v.optional(v.boolean()),
  subPath: v.optional(
    textOf((text) =>
      text === '' || text.startsWith('/') || text.split('/').includes('..')
        ? refused(`${show(text)} is not a folder of the volume, such as 'media/originals'`)
        : accepted(text),
    ),
  ),
});

const processEntries = {
  image: v.optional(partialImageShape),
  command: v.optional(commandShape),
  args: v.optional(v.array(v.string())),
  workingDirectory: v.optional(absolutePath),
  config: v.optional(configShape),
  files: v.optional(filesShape),
  resources: v.optional(resourcesShape),
  writable: v.optional(
    v.array(
      v.union([
        absolutePath,
        v.strictObject({
          path: absolutePath,
          size: v.optional(storageShape),
          medium: v.optional(v.picklist(['disk', 'memory'])),
        }),
      ]),
    ),
  ),
  mounts: v.optional(v.record(absolutePath, v.nullable(v.union([textShape, mountShape])))),
  placement: v.optional(placementShape),
  egress: v.optional(v.array(egressShape)),
  podLabels: v.optional(labelsShape),
  podAnnotations: v.optional(annotationsShape),
};

const urlPath = textOf((text) =>
  text.startsWith('/')
    ? accepted(text)
    : refused(`${show(text)} is not a path: it begins with '/', such as '/healthz'`),
);
const probeShape = v.pipe(
  v.strictObject({
    path: v.optional(urlPath),
    command: v.optional(commandShape),
    grpc: v.optional(v.boolean()),
    period: v.optional(waitShape),
    timeout: v.optional(waitShape),
    failureThreshold: v.optional(wholeNumber(1, 1000, 'failureThreshold')),
  }),
  v.check(
    (probe) => waysOf(probe).length <= 1,
    ({ input }) => `A probe asks in one way: ${waysOf(input).join(' and ')} are given.`,
  ),
);
function waysOf(probe: {
  readonly path?: unknown;
  readonly command?: unknown;
  readonly grpc?: unknown;
}): readonly string[] {
  return [
    ...(probe.path === undefined ? [] : ['`path`']),
    ...(probe.command === undefined ? [] : ['`command`']),
    ...(probe.grpc === true ? ['`grpc`'] : []),
  ];
}

const healthShape = v.strictObject({
  startup: v.optional(v.union([urlPath, probeShape])),
  readiness: v.optional(v.union([urlPath, probeShape])),
  liveness: v.optional(v.union([v.literal(false), urlPath, probeShape])),
});

function healthInstead(input: unknown): string | undefined {
  if (input === true) return "Write the path that answers, such as '/healthz', or leave it out.";
  return input === false
    ? 'Write `health: { liveness: false }` for pods that are never restarted for it.'
    : undefined;
}

const quantityShape = amountOf((input) => parseQuantity(String(input)));
const selectorShape = v.optional(labelsShape);
const metricShape = v.union([
  v.strictObject({
    type: v.literal('ContainerResource'),
    container: textShape,
    resource: v.picklist(['cpu', 'memory']),
    utilization: wholeNumber(1, 10_000, 'utilization'),
  }),
  v.strictObject({
    type: v.literal('Pods'),
    metric: textShape,
    average: quantityShape,
    selector: selectorShape,
  }),
  v.strictObject({
    type: v.literal('Object'),
    metric: textShape,
    object: v.strictObject({ apiVersion: textShape, kind: textShape, name: textShape }),
    value: v.optional(quantityShape),
    average: v.optional(quantityShape),
    selector: selectorShape,
  }),
  v.strictObject({
    type: v.literal('External'),
    metric: textShape,
    value: v.optional(quantityShape),
    average: v.optional(quantityShape),
    selector: selectorShape,
  }),
]);
const paceShape = v.strictObject({
  stabilizationWindow: v.optional(workShape),
  selectPolicy: v.optional(v.picklist(['Max', 'Min', 'Disabled'])),
  policies: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          type: v.picklist(['Pods', 'Percent']),
          value: wholeNumber(1, 1_000_000, 'value'),
          period: durationShape,
        }),
      ),
      v.minLength(1, "Give a policy, or leave the list out; `selectPolicy: 'Disabled'` forbids."),
    ),
  ),
  tolerance: v.optional(
    v.pipe(
      quantityShape,
      v.check((text) => !String(text).startsWith('-'), 'A tolerance is 0 or more.'),
    ),
  ),
});
/** A share of the request that is used. */
function percentOfRequest(name: string) {
  return advised(wholeNumber(1, 10_000, `${name} (percent of the request)`), {
    instead: (input) => {
      const percent = typeof input === 'string' ? /^\s*(\d+)\s*%\s*$/.exec(input)?.[1] : undefined;
      if (percent !== undefined) return `Write ${percent}: the number alone is a percentage.`;
      return typeof input === 'number' && input > 0 && input < 1
        ? `Write ${Math.max(1, Math.round(input * 100))}: it is a percentage.`
        : undefined;
    },
  });
}
const MAX_PODS = 100_000;
/** As long as the name of a process. */
const MAX_TRIGGER_NAME = 20;
const scaleShape = v.union([
  wholeNumber(0, MAX_PODS, 'A fixed scale'),
  v.strictObject({
    min: v.optional(wholeNumber(0, MAX_PODS, 'min')),
    max: v.optional(wholeNumber(1, MAX_PODS, 'max')),
    cpu: v.optional(percentOfRequest('cpu')),
    memory: v.optional(percentOfRequest('memory')),
    metrics: v.optional(v.array(metricShape)),
    behavior: v.optional(
      v.strictObject({ scaleUp: v.optional(paceShape), scaleDown: v.optional(paceShape) }),
    ),
    triggers: v.optional(
      v.record(
        textOf((text) => parseDnsLabel(text, MAX_TRIGGER_NAME)),
        variantShape(
          'trigger',
          'redisList(), redisStream(), rabbitmqQueue(), sqsQueue(), kafkaLag(), prometheusQuery(), postgresQuery(), cronWindow(), kedaTrigger()',
        ),
      ),
    ),
    idle: v.optional(v.literal(0, 'KEDA knows 0 only.')),
    pollingInterval: v.optional(workShape),
    cooldownPeriod: v.optional(workShape),
    initialCooldownPeriod: v.optional(workShape),
    fallback: v.optional(
      v.strictObject({
        failureThreshold: wholeNumber(1, 1000, 'failureThreshold'),
        replicas: wholeNumber(0, MAX_PODS, 'replicas'),
        behavior: v.optional(
          v.picklist([
            'static',
            'currentReplicas',
            'currentReplicasIfHigher',
            'currentReplicasIfLower',
          ]),
        ),
      }),
    ),
    formula: v.optional(
      v.strictObject({
        formula: textShape,
        target: v.pipe(v.number(), v.minValue(0.001, 'A target is more than 0.')),
        activationTarget: v.optional(v.pipe(v.number(), v.minValue(0, 'It is 0 or more.'))),
      }),
    ),
    restoreToOriginalReplicaCount: v.optional(v.boolean()),
  }),
]);
const rolloutShape = v.optional(
  variantShape(
    'rollout',
    'rolling(), recreate(), stateful(), blueGreen(), canary(), argoRollouts(), flagger()',
  ),
);
const metricsShape = v.strictObject({
  path: v.optional(urlPath),
  port: v.optional(wholeNumber(1, 65535, 'A port')),
});
const maxUnavailableShape = v.union([v.literal('none'), intOrPercentShape]);

/** A process that answers requests. @internal */
export const webShape = advised(
  v.strictObject({
    ...processEntries,
    server: variantShape('server', 'gunicorn(), http() and the other server profiles'),
    proxy: v.optional(variantShape('proxy', 'nginx()')),
    port: v.optional(wholeNumber(1, 65535, 'A port')),
    protocol: v.optional(v.picklist(['http', 'grpc', 'websocket', 'sse'])),
    health: v.optional(advised(v.union([urlPath, healthShape]), { instead: healthInstead })),
    startupTimeout: v.optional(waitShape),
    requestTimeout: v.optional(waitShape),
    scale: v.optional(scaleShape),
    rollout: rolloutShape,
    maxUnavailable: v.optional(maxUnavailableShape),
    lifecycle: v.optional(
      v.strictObject({
        preStop: v.optional(waitShape),
        gracefulTimeout: v.optional(workShape),
        terminationGracePeriod: v.optional(workShape),
        preStopCommand: v.optional(v.picklist(['sleep', 'python'])),
      }),
    ),
    metrics: v.optional(metricsShape),
    expose: v.optional(
      variantShape('exposure', 'nginxIngress(), gateway(), loadBalancer(), internal()'),
    ),
  }),
  { keys: { ...KEYS_OF_PODS, ingress: 'Did you mean `expose`?' } },
);

/** A process that takes work from a queue. @internal */
export const workerShape = advised(
  v.strictObject({
    ...processEntries,
    command: commandShape,
    scale: v.optional(scaleShape),
    rollout: rolloutShape,
    taskTimeout: v.optional(workShape),
    concurrency: v.optional(wholeNumber(1, 10_000, 'concurrency')),
    health: v.optional(healthShape),
    maxUnavailable: v.optional(maxUnavailableShape),
    metrics: v.optional(metricsShape),
  }),
  { keys: KEYS_OF_PODS },
);

const runToEndEntries = {
  ...processEntries,
  command: commandShape,
  deadline: v.optional(workShape),
  retries: v.optional(wholeNumber(0, 100, 'retries')),
};

/** A one-off task. @internal */
export const taskShape = v.strictObject(runToEndEntries);

/** A command on a schedule. @internal */
export const cronShape = v.strictObject({
  ...runToEndEntries,
  schedule: textOf(parseCronSchedule),
  timeZone: v.optional(textOf(parseTimeZone)),
  concurrency: v.optional(v.picklist(['Allow', 'Forbid', 'Replace'])),
  startingDeadline: v.optional(workShape),
  history: v.optional(
    v.strictObject({
      successful: v.optional(wholeNumber(0, 1000, 'successful')),
      failed: v.optional(wholeNumber(0, 1000, 'failed')),
    }),
  ),
  suspend: v.optional(v.boolean()),
});

/** The migration. @internal */
export const migrateShape = v.strictObject({
  ...runToEndEntries,
  check: v.optional(commandShape),
  checkTimeout: v.optional(workShape),
  checkLoop: v.optional(v.picklist(['sh', 'restart'])),
});
