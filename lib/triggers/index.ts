/** triggers: what KEDA can watch, by the factories that come with slipway; anybody's own value of the same shape does as well. */

import { secretRef } from '../model/spec/values.ts';
import type { Trigger } from '../model/trigger.ts';
import { cronWindow } from './cron-window/cron-window.ts';
import { kafkaLag } from './kafka-lag/kafka-lag.ts';
import { kedaTrigger } from './keda-trigger/keda-trigger.ts';
import { postgresQuery } from './postgres-query/postgres-query.ts';
import { prometheusQuery } from './prometheus-query/prometheus-query.ts';
import { rabbitmqQueue } from './rabbitmq-queue/rabbitmq-queue.ts';
import { redisList } from './redis-list/redis-list.ts';
import { redisStream } from './redis-stream/redis-stream.ts';
import { sqsQueue } from './sqs-queue/sqs-queue.ts';

export { cronWindow } from './cron-window/cron-window.ts';
export { kafkaLag } from './kafka-lag/kafka-lag.ts';
export { kedaTrigger } from './keda-trigger/keda-trigger.ts';
export { postgresQuery } from './postgres-query/postgres-query.ts';
export { prometheusQuery } from './prometheus-query/prometheus-query.ts';
export { rabbitmqQueue } from './rabbitmq-queue/rabbitmq-queue.ts';
export { redisList } from './redis-list/redis-list.ts';
export { redisStream } from './redis-stream/redis-stream.ts';
export { sqsQueue } from './sqs-queue/sqs-queue.ts';

/** One trigger of each kind and more: what holds for every trigger is tested with these. Their sources are `NEED_EXAMPLES`' kinds. */
export const TRIGGER_EXAMPLES: readonly Trigger[] = [
  redisList({ source: 'redis', list: 'celery', length: 20, activation: 1, database: 2 }),
  redisList({
    source: 'redis',
    address: secretRef('shop-redis', 'address'),
    password: secretRef('shop-redis', 'password'),
    list: 'mail',
  }),
  redisStream({ source: 'redis', stream: 'orders', group: 'billing', lag: 50 }),
  redisStream({ source: 'redis', stream: 'orders', length: 100 }),
  rabbitmqQueue({ source: 'rabbitmq', queue: 'celery', length: 20 }),
  rabbitmqQueue({
    source: 'rabbitmq',
    queue: 'mail',
    rate: 100,
    management: 'https://mq.internal:15671',
  }),
  sqsQueue({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/mail', length: 10 }),
  sqsQueue({
    queueUrl: 'http://localstack:4566/000000000000/mail',
    region: 'eu-central-1',
    accessKey: secretRef('shop-sqs', 'id'),
    secretKey: secretRef('shop-sqs', 'key'),
  }),
  kafkaLag({ source: 'kafka', group: 'billing', topic: 'orders', lag: 100, activation: 5 }),
  prometheusQuery({
    server: 'http://prometheus.monitoring.svc:9090',
    query: 'sum(jobs_waiting{app="shop"})',
    threshold: 50,
    bearerToken: secretRef('prometheus', 'token'),
  }),
  postgresQuery({ source: 'postgres', query: 'SELECT count(*) FROM jobs', target: 50 }),
  cronWindow({
    timezone: 'Europe/Berlin',
    start: '0 8 * * 1-5',
    end: '0 18 * * 1-5',
    replicas: 6,
  }),
  kedaTrigger({
    type: 'nats-jetstream',
    metadata: { account: '$G', stream: 'orders', consumer: 'billing', lagThreshold: '50' },
    secrets: { token: secretRef('nats', 'token') },
    metricType: 'AverageValue',
  }),
];
