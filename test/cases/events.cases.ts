/** Golden cases of scaling by what happens outside the pods, with KEDA. */

import { expect } from 'vitest';
import {
  cronWindow,
  kafka,
  kafkaLag,
  postgres,
  postgresQuery,
  prometheusQuery,
  rabbitmq,
  rabbitmqQueue,
  redis,
  redisList,
  redisStream,
  secretRef,
  sqsQueue,
  type ServiceSpec,
} from '../../lib/index.ts';
import { base, type Cases } from './case.ts';

type Scale = NonNullable<NonNullable<ServiceSpec['workers']>[string]['scale']>;

const needs = {
  mq: rabbitmq({ url: { BROKER_URL: secretRef('app-mq', 'url') } }),
  cache: redis({ url: { REDIS_URL: secretRef('app-redis', 'url') } }),
  db: postgres({
    url: { DATABASE_URL: secretRef('app-db', 'url') },
    connections: { max: 1000 },
  }),
  events: kafka({ bootstrapServers: { KAFKA_SERVERS: secretRef('app-kafka', 'servers') } }),
};
const queue = rabbitmqQueue({ source: 'mq', queue: 'mail', length: 10 });
const worker = (scale: Scale, more: Partial<ServiceSpec> = {}): Partial<ServiceSpec> => ({
  needs,
  workers: { mail: { command: ['celery', '-A', 'app', 'worker'], scale } },
  ...more,
});

/** Scaling by events. */
export const eventCases: Cases = {
  'a worker follows its queue to zero, and the credentials are those of the need': {
    spec: worker({ min: 0, max: 20, triggers: { queue } }),
    objects: {
      'mail/scaled-object': {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app-mail' },
          minReplicaCount: 0,
          maxReplicaCount: 20,
          triggers: [
            {
              type: 'rabbitmq',
              name: 'queue',
              metadata: { queueName: 'mail', mode: 'QueueLength', value: '10' },
              authenticationRef: { name: 'app-mail-queue' },
            },
          ],
        },
      },
      'mail/trigger-authentication/queue': {
        metadata: { name: 'app-mail-queue' },
        spec: { secretTargetRef: [{ parameter: 'host', name: 'app-mq', key: 'url' }] },
      },
      'mail/deployment': {
        spec: expect.not.objectContaining({ replicas: expect.anything() }),
      },
    },
    absent: ['mail/hpa', 'mail/pdb'],
  },
  'the autoscaler that KEDA makes has the pace of one of ours, and its name': {
    spec: worker({ min: 2, max: 20, triggers: { queue } }),
    objects: {
      'mail/scaled-object': {
        spec: {
          advanced: {
            horizontalPodAutoscalerConfig: {
              name: 'app-mail',
              behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
            },
          },
        },
      },
      'mail/pdb': { spec: { maxUnavailable: 1 } },
    },
  },
  'CPU beside a queue is a trigger of the same autoscaler': {
    spec: worker({ min: 1, max: 9, cpu: 70, triggers: { queue } }),
    objects: {
      'mail/scaled-object': {
        spec: {
          triggers: [
            { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } },
            { type: 'rabbitmq' },
          ],
        },
      },
    },
    absent: ['mail/hpa'],
  },
  'idle, cooldown, polling and fallback are KEDA’s': {
    spec: worker({
      min: 2,
      max: 9,
      idle: 0,
      cooldownPeriod: '10m',
      pollingInterval: 15,
      fallback: { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' },
      triggers: { queue },
    }),
    objects: {
      'mail/scaled-object': {
        spec: {
          idleReplicaCount: 0,
          minReplicaCount: 2,
          cooldownPeriod: 600,
          pollingInterval: 15,
          fallback: { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' },
        },
      },
    },
  },
  'servers that are in a Secret are read through the variable of the container': {
    spec: worker({
      min: 1,
      max: 9,
      triggers: { lag: kafkaLag({ source: 'events', group: 'mail', topic: 'orders' }) },
    }),
    objects: {
      'mail/scaled-object': {
        spec: {
          scaleTargetRef: { envSourceContainerName: 'mail' },
          triggers: [{ metadata: { bootstrapServersFromEnv: 'KAFKA_SERVERS' } }],
        },
      },
    },
    absent: ['mail/trigger-authentication/lag'],
  },
  'SQS is asked with the role of the pods': {
    spec: worker({
      min: 0,
      max: 9,
      triggers: { sqs: sqsQueue({ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/mail' }) },
    }),
    objects: {
      'mail/trigger-authentication/sqs': {
        spec: { podIdentity: { provider: 'aws', identityOwner: 'workload' } },
      },
    },
  },
  'a formula makes one number of two queues': {
    spec: worker({
      min: 0,
      max: 9,
      triggers: {
        mail: queue,
        jobs: postgresQuery({ source: 'db', query: 'SELECT count(*) FROM jobs', target: 5 }),
      },
      formula: { formula: 'max(mail, jobs)', target: 10, activationTarget: 1 },
    }),
    objects: {
      'mail/scaled-object': {
        spec: {
          advanced: {
            scalingModifiers: { formula: 'max(mail, jobs)', target: '10', activationTarget: '1' },
          },
        },
      },
    },
  },
  'a connection budget counts the most pods KEDA may start': {
    spec: worker(
      { min: 0, max: 100, triggers: { queue } },
      {
        needs: {
          ...needs,
          db: postgres({ url: { DATABASE_URL: secretRef('d', 'u') }, connections: { max: 150 } }),
        },
      },
    ),
    complaints: ['SW2303 needs.db'],
  },
  'a Secret that only a trigger reads must exist too': {
    spec: worker({
      min: 0,
      max: 9,
      triggers: {
        list: redisList({
          source: 'cache',
          list: 'mail',
          address: secretRef('app-keda', 'address'),
        }),
      },
    }),
    plan: { secrets: expect.arrayContaining([expect.objectContaining({ name: 'app-keda' })]) },
  },
  'a web process is scaled by a metric of Prometheus, and keeps its pods': {
    spec: (least) => ({
      ...least,
      web: {
        ...least.web,
        scale: {
          min: 2,
          max: 8,
          triggers: {
            load: prometheusQuery({
              server: 'http://prom.monitoring.svc:9090',
              query: 'x',
              threshold: 9,
            }),
          },
        },
      },
    }),
    objects: { 'web/scaled-object': { spec: { minReplicaCount: 2 } } },
  },
  'clients are refused, because all pods of the web process are gone': {
    spec: (least) => ({
      ...least,
      web: {
        ...least.web,
        scale: {
          min: 0,
          max: 8,
          triggers: {
            day: cronWindow({
              timezone: 'Etc/UTC',
              start: '0 8 * * *',
              end: '0 18 * * *',
              replicas: 4,
            }),
          },
        },
      },
    }),
    complaints: ['SW2269 web.scale.min'],
    says: ['answers requests'],
  },
  'two autoscalers would scale one worker': {
    spec: worker({
      min: 1,
      max: 9,
      metrics: [{ type: 'External', metric: 'queue', average: 5 }],
      triggers: { queue },
    }),
    complaints: ['SW2160 workers.mail.scale.metrics'],
  },
  'idle pods without anything that wakes them': {
    spec: worker({ min: 2, max: 9, cpu: 70, idle: 0 }),
    complaints: ['SW2161 workers.mail.scale.idle'],
  },
  'the queue’s broker is misspelt': {
    spec: worker({
      min: 0,
      max: 9,
      triggers: { q: rabbitmqQueue({ source: 'mqq', queue: 'mail' }) },
    }),
    complaints: ['SW2158 workers.mail.scale.triggers.q.source'],
    says: ['Did you mean `mq`?'],
  },
  'KEDA cannot take a Redis URL apart': {
    spec: worker({ min: 0, max: 9, triggers: { q: redisList({ source: 'cache', list: 'mail' }) } }),
    complaints: ['SW2159 workers.mail.scale.triggers.q.source'],
    says: ['KEDA takes host and port'],
  },
  'pending entries never wake a worker that is at zero': {
    spec: worker({
      min: 0,
      max: 9,
      triggers: {
        q: redisStream({ source: 'cache', stream: 's', group: 'g', pending: 5, address: 'r:6379' }),
      },
    }),
    complaints: ['SW2165 workers.mail.scale.triggers.q.pending'],
  },
  'idle is as low as min already': {
    spec: worker({ min: 0, max: 9, idle: 0, triggers: { queue } }),
    complaints: ['SW2264 workers.mail.scale.idle'],
  },
  'a trigger without a maximum': {
    spec: worker({ min: 0, triggers: { queue } }),
    complaints: ['SW2154 workers.mail.scale'],
  },
  'a cooldown that changes nothing': {
    spec: worker({ min: 1, max: 9, cooldownPeriod: '10m', triggers: { queue } }),
    complaints: ['SW2271 workers.mail.scale.cooldownPeriod'],
  },
  'a fallback beyond the bounds': {
    spec: worker({
      min: 1,
      max: 4,
      fallback: { failureThreshold: 3, replicas: 8 },
      triggers: { queue },
    }),
    complaints: ['SW2270 workers.mail.scale.fallback.replicas'],
  },
  'a formula names a trigger that is not there': {
    spec: worker({
      min: 0,
      max: 9,
      formula: { formula: 'queue + orders', target: 5 },
      triggers: { queue },
    }),
    complaints: ['SW2162 workers.mail.scale.formula.formula'],
    says: ['`orders` is no trigger'],
  },
  'an idle number other than 0': {
    spec: worker({ ...JSON.parse('{"min":3,"max":9,"idle":1}'), triggers: { queue } }),
    complaints: ['SW1001 workers.mail.scale.idle'],
  },
  'a trigger that no factory made': {
    spec: () => ({
      ...base,
      workers: { mail: { command: ['x'], scale: { max: 3, triggers: { q: { type: 'redis' } } } } },
    }),
    complaints: ['SW1001 workers.mail.scale.triggers.q'],
    says: ['rabbitmqQueue()'],
  },
};
