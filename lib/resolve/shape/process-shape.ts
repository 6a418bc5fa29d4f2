/** resolve › shape: what a description may say of a process; types live in model/spec, units in units. */

import * as v from 'valibot';
import { advised } from '../../model/advice.ts';
import {
  intOrPercentShape,
  storageShape,
  textOf,
  waitShape,
  workShape,
  wholeNumber,
} from '../../model/unit-shape.ts';
import { parseCronSchedule } from '../../units/cron-schedule.ts';
import { accepted, refused, show } from '../../units/parsed.ts';
import { parseTimeZone } from '../../units/time-zone.ts';
import { KEYS_OF_PODS } from './keys-of-others.ts';
import { scaleShape } from './scale-shape.ts';
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
    ({ input }) =>
      `A probe asks in one way: ${waysOf(input).join(' and ')} are given; where an environment asks in another way, it takes the first away: \`path: null\`.`,
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
