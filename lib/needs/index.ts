/** needs: the dependencies that come with slipway; anybody's own value of the same shape does as well. */

import type { Need } from '../model/need.ts';
import { secretRef } from '../model/spec/values.ts';
import { bucket } from './bucket/bucket.ts';
import { httpApi } from './http/http-api.ts';
import { kafka } from './kafka/kafka.ts';
import { other } from './other/other.ts';
import { postgres } from './postgres/postgres.ts';
import { rabbitmq } from './rabbitmq/rabbitmq.ts';
import { redis } from './redis/redis.ts';
import { search } from './search/search.ts';
import { smtp } from './smtp/smtp.ts';

export { bucket } from './bucket/bucket.ts';
export { httpApi } from './http/http-api.ts';
export { kafka } from './kafka/kafka.ts';
export { other } from './other/other.ts';
export { postgres } from './postgres/postgres.ts';
export { rabbitmq } from './rabbitmq/rabbitmq.ts';
export { redis } from './redis/redis.ts';
export { search } from './search/search.ts';
export { smtp } from './smtp/smtp.ts';

/** One need of each kind: what holds for every need is tested with these. */
export const NEED_EXAMPLES: readonly Need[] = [
  postgres({ url: { DATABASE_URL: secretRef('shop-db', 'url') } }),
  postgres({
    host: { PGHOST: 'db.internal' },
    user: { PGUSER: secretRef('shop-db', 'user') },
    password: { PGPASSWORD: secretRef('shop-db', 'password') },
    database: { PGDATABASE: 'shop' },
    portVariable: 'PGPORT',
    port: 6432,
    to: '10.20.0.0/16',
    connections: { max: 500 },
  }),
  redis({ url: { REDIS_URL: secretRef('shop-redis', 'url') }, to: { namespace: 'redis' } }),
  httpApi({
    url: { PAYMENTS_URL: 'https://api.pay.example' },
    credentials: { PAYMENTS_KEY: secretRef('pay', 'key') },
  }),
  other({
    title: 'Memcached',
    ports: [11_211],
    variables: { MEMCACHED: 'cache:11211' },
    to: [{ podLabels: { app: 'memcached' } }],
    connections: { max: 1024 },
  }),
  rabbitmq({ url: { CELERY_BROKER_URL: secretRef('shop-mq', 'url') }, tls: true }),
  rabbitmq({
    host: { RABBITMQ_HOST: 'mq.internal' },
    user: { RABBITMQ_USER: secretRef('shop-mq', 'user') },
    password: { RABBITMQ_PASSWORD: secretRef('shop-mq', 'password') },
    virtualHost: { RABBITMQ_VHOST: '/shop' },
    portVariable: 'RABBITMQ_PORT',
    to: { namespace: 'rabbitmq' },
    connections: { max: 200 },
  }),
  kafka({ bootstrapServers: { KAFKA_BOOTSTRAP_SERVERS: secretRef('shop-kafka', 'servers') } }),
  kafka({
    bootstrapServers: { KAFKA_BOOTSTRAP_SERVERS: 'kafka-0.data:9093,kafka-1.data:9093' },
    sasl: {
      mechanism: 'SCRAM-SHA-512',
      user: { KAFKA_USERNAME: 'shop' },
      password: { KAFKA_PASSWORD: secretRef('shop-kafka', 'password') },
      mechanismVariable: 'KAFKA_SASL_MECHANISM',
    },
    tls: true,
    securityProtocolVariable: 'KAFKA_SECURITY_PROTOCOL',
    to: { namespace: 'data' },
  }),
  bucket({
    bucket: { AWS_STORAGE_BUCKET_NAME: 'shop-media' },
    endpoint: { AWS_ENDPOINT_URL_S3: 'https://minio.storage.svc:9000' },
    accessKey: { AWS_ACCESS_KEY_ID: secretRef('shop-media', 'id') },
    secretKey: { AWS_SECRET_ACCESS_KEY: secretRef('shop-media', 'key') },
    to: { namespace: 'storage' },
  }),
  bucket({
    bucket: { AWS_STORAGE_BUCKET_NAME: 'shop-media' },
    region: { AWS_REGION: 'eu-central-1' },
    identity: 'podIdentity',
  }),
  smtp({
    host: { EMAIL_HOST: 'smtp.example.com' },
    user: { EMAIL_HOST_USER: 'shop' },
    password: { EMAIL_HOST_PASSWORD: secretRef('shop-mail', 'password') },
    sender: { DEFAULT_FROM_EMAIL: 'shop@example.com' },
    portVariable: 'EMAIL_PORT',
    starttlsVariable: 'EMAIL_USE_TLS',
    implicitVariable: 'EMAIL_USE_SSL',
  }),
  search({
    url: { ELASTICSEARCH_URL: 'http://search.data.svc:9200' },
    apiKey: { ELASTICSEARCH_API_KEY: secretRef('shop-search', 'key') },
    to: { namespace: 'data' },
  }),
];
