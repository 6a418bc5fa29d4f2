/** triggers › SQS queue: as many pods as the messages of an Amazon SQS queue ask for. */

import * as v from 'valibot';
import { checkShape, remake } from '../../model/shape.ts';
import type { SecretRef } from '../../model/spec/values.ts';
import type { Trigger, TriggerFacts } from '../../model/trigger.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { secretShape, texts } from '../trigger-shape.ts';

/** What is watched, and whose rights are used. */
export interface SqsQueueOptions {
  /** E.g. `https://sqs.eu-central-1.amazonaws.com/111122223333/mail`. */
  readonly queueUrl: string;
  /** Default: the region in `queueUrl`. */
  readonly region?: string;
  /** Messages for each pod. Default: KEDA's 5. */
  readonly length?: number;
  /** More messages than this start the first pod. Default: 0. */
  readonly activation?: number;
  /** Count messages that are being worked on. Default: true, so that nobody is stopped while it works. */
  readonly inFlight?: boolean;
  /** Count messages that are delayed. Default: false. */
  readonly delayed?: boolean;
  /** Whose role asks: that of the pods' ServiceAccount (`workload`, default), or that of KEDA's operator (`keda`). */
  readonly identity?: 'workload' | 'keda';
  /** Or a key's id and the key. */
  readonly accessKey?: SecretRef;
  readonly secretKey?: SecretRef;
}

const QUEUE_URL = /^https?:\/\/(?:sqs\.([a-z0-9-]+)\.|[^/\s]+)[^/\s]*\/\d+\/[\w.-]+$/;

const shape = v.strictObject({
  queueUrl: v.pipe(
    v.string(),
    v.regex(
      QUEUE_URL,
      'Expected the URL of a queue, e.g. https://sqs.eu-central-1.amazonaws.com/111122223333/mail.',
    ),
  ),
  region: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Expected a region, e.g. eu-central-1.')),
  ),
  length: v.optional(wholeNumber(1, 1_000_000, 'The number of messages')),
  activation: v.optional(wholeNumber(0, 1_000_000, 'The activation')),
  inFlight: v.optional(v.boolean()),
  delayed: v.optional(v.boolean()),
  identity: v.optional(v.picklist(['workload', 'keda'])),
  accessKey: v.optional(secretShape),
  secretKey: v.optional(secretShape),
});

/**
 * Scales by the length of an Amazon SQS queue.
 * @example sqsQueue({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/mail', length: 10 })
 */
export function sqsQueue(options: SqsQueueOptions): Trigger<'sqsQueue', SqsQueueOptions> {
  return {
    family: 'trigger',
    kind: 'sqsQueue',
    options,
    with: remake(sqsQueue),
    check: () => {
      const problems = checkShape(shape, options);
      return problems.length > 0 ? problems : [...regionProblems(options), ...keyProblems(options)];
    },
    facts: () => {
      const { queueUrl, length, activation, inFlight, delayed } = options;
      return {
        type: 'aws-sqs-queue',
        ...rightsOf(options),
        metadata: texts({
          queueURL: queueUrl,
          awsRegion: regionOf(options),
          queueLength: length,
          activationQueueLength: activation,
          scaleOnInFlight: inFlight,
          scaleOnDelayed: delayed,
        }),
        findings: [],
      };
    },
  };
}

function rightsOf(options: SqsQueueOptions): Pick<TriggerFacts, 'secrets' | 'identity'> {
  const { accessKey, secretKey, identity } = options;
  if (accessKey === undefined || secretKey === undefined) {
    return { identity: { provider: 'aws', owner: identity ?? 'workload' } };
  }
  return {
    secrets: [
      { parameter: 'awsAccessKeyID', secret: accessKey.name, key: accessKey.key },
      { parameter: 'awsSecretAccessKey', secret: secretKey.name, key: secretKey.key },
    ],
  };
}

function regionOf({ queueUrl, region }: SqsQueueOptions): string | undefined {
  return region ?? QUEUE_URL.exec(queueUrl)?.[1];
}

function regionProblems(options: SqsQueueOptions): readonly OptionProblem[] {
  const written = QUEUE_URL.exec(options.queueUrl)?.[1];
  const { region } = options;
  if (region === undefined && written === undefined) {
    return [
      { path: 'region', message: 'The URL names no region.', fix: "Add `region: 'eu-central-1'`." },
    ];
  }
  return region === undefined || written === undefined || region === written
    ? []
    : [
        {
          path: 'region',
          message: `The queue is in ${written}, not in ${region}: AWS refuses requests that are signed for another region.`,
          fix: 'Leave `region` out.',
        },
      ];
}

function keyProblems({
  identity,
  accessKey,
  secretKey,
}: SqsQueueOptions): readonly OptionProblem[] {
  if ((accessKey === undefined) !== (secretKey === undefined)) {
    const path = accessKey === undefined ? 'accessKey' : 'secretKey';
    return [
      {
        path,
        message: `\`${path}\` is missing: a key and its id come together.`,
        fix: `Add \`${path}\`.`,
      },
    ];
  }
  return accessKey === undefined || identity === undefined
    ? []
    : [
        {
          path: 'identity',
          message: '`identity` stands beside keys, and only one of them is used.',
          fix: 'Leave one of them out.',
        },
      ];
}
