/** Golden cases of what a service depends on: variables, holes in the network, budgets, and what is refused. */

import {
  bucket,
  kafka,
  postgres,
  rabbitmq,
  redis,
  search,
  secretRef,
  smtp,
  type ServiceSpec,
} from '../../lib/index.ts';
import { base, containing, type Cases } from './case.ts';

const url = secretRef('app-mq', 'url');
const needs = (all: NonNullable<ServiceSpec['needs']>, more: Partial<ServiceSpec> = {}) => ({
  needs: all,
  ...more,
});
const egress = (...rules: readonly unknown[]) => ({
  'network-policy/app': { spec: { egress: containing(...rules) } },
});
const variables = (...env: readonly unknown[]) => ({
  'web/deployment': {
    spec: { template: { spec: { containers: [{ env: containing(...env) }] } } },
  },
});
const media = { AWS_STORAGE_BUCKET_NAME: 'media' };

/** Needs. */
export const needsCases: Cases = {
  'a broker’s URL comes from a Secret, and its port is opened': {
    spec: needs({ mq: rabbitmq({ url: { CELERY_BROKER_URL: url } }) }),
    objects: {
      ...variables({
        name: 'CELERY_BROKER_URL',
        valueFrom: { secretKeyRef: { name: 'app-mq', key: 'url' } },
      }),
      ...egress({ ports: [{ port: 5672, protocol: 'TCP' }] }),
    },
    plan: { secrets: containing({ name: 'app-mq', keys: ['url'] }) },
  },
  'a reference without the name of its variable is refused with how to write it': {
    spec: needs({ mq: rabbitmq({ url: url as never }) }),
    complaints: ['SW1001 needs.mq.url'],
    says: ['The name of the variable is missing'],
  },
  'two needs that fill one variable are refused, and equal values are not': {
    spec: needs({
      a: redis({ url: { REDIS_URL: secretRef('r1', 'url'), SAME: 'redis://r' } }),
      b: redis({ url: { REDIS_URL: secretRef('r2', 'url'), SAME: 'redis://r' } }),
    }),
    complaints: ['SW2168 needs.b.REDIS_URL'],
    says: ['is filled by `needs.a` too'],
  },
  'a variable that hides what a need fills is said, unless a process says it for itself': {
    spec: needs(
      { mq: rabbitmq({ url: { CELERY_BROKER_URL: url } }) },
      {
        config: { CELERY_BROKER_URL: 'amqp://other' },
        workers: { mail: { command: ['x'], config: { CELERY_BROKER_URL: 'amqp://third' } } },
      },
    ),
    complaints: ['SW2168 config.CELERY_BROKER_URL'],
    plan: { processes: { mail: { container: { env: containing({ value: 'amqp://third' }) } } } },
  },
  'a URL where a host belongs is refused': {
    spec: needs({ mq: rabbitmq({ host: { MQ_HOST: 'amqp://app@mq.example.com:5672/v' } }) }),
    complaints: ['SW1001 needs.mq.host.MQ_HOST'],
    says: ['Write "mq.example.com"'],
  },
  'a broker over TLS is reached in its namespace only, on 5671': {
    spec: needs({
      mq: rabbitmq({ url: { CELERY_BROKER_URL: url }, tls: true, to: { namespace: 'mq' } }),
    }),
    objects: egress({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'mq' } } }],
      ports: [{ port: 5671, protocol: 'TCP' }],
    }),
  },
  'a broker without a limit is not counted, one with a limit is': {
    spec: needs({
      mq: rabbitmq({ url: { A: url } }),
      small: rabbitmq({ url: { B: url }, connections: { max: 20 } }),
    }),
    complaints: ['SW2303 needs.small'],
    says: ['it accepts 20'],
  },
  'a limit that nobody said is told as an assumption': {
    spec: () => ({
      ...base,
      web: { ...base.web, scale: { min: 2, max: 200, cpu: 70 } },
      needs: { db: postgres({ url: { DATABASE_URL: url } }) },
    }),
    complaints: ['SW2303 needs.db'],
    says: ["100 assumed, PostgreSQL's default", 'Say `connections: { max }`'],
  },
  'Kafka’s security protocol follows from what is said of TLS and SASL': {
    spec: needs({
      events: kafka({
        bootstrapServers: { KAFKA_SERVERS: 'kafka.data.svc:9093' },
        sasl: {
          mechanism: 'SCRAM-SHA-256',
          user: { KAFKA_USER: 'app' },
          password: { KAFKA_P: url },
        },
        tls: true,
        securityProtocolVariable: 'KAFKA_PROTOCOL',
      }),
    }),
    objects: {
      ...variables({ name: 'KAFKA_PROTOCOL', value: 'SASL_SSL' }),
      ...egress({ ports: [{ port: 9093, protocol: 'TCP' }] }),
    },
  },
  'a bucket without keys asks the agent of the node for credentials': {
    spec: needs({ media: bucket({ bucket: media, identity: 'podIdentity' }) }),
    objects: egress({
      to: [{ ipBlock: { cidr: '169.254.170.23/32' } }],
      ports: [{ port: 80, protocol: 'TCP' }],
    }),
    plan: { needs: { media: { identity: 'podIdentity' } } },
  },
  'a bucket whose ServiceAccount carries a role': {
    spec: needs(
      { media: bucket({ bucket: media, identity: 'irsa' }) },
      {
        serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/a' } },
      },
    ),
    objects: egress({ ports: [{ port: 443, protocol: 'TCP' }] }),
  },
  'mail over STARTTLS tells Django so, on 587': {
    spec: needs({
      mail: smtp({
        host: { EMAIL_HOST: 'smtp.example.com' },
        portVariable: 'EMAIL_PORT',
        starttlsVariable: 'EMAIL_USE_TLS',
        implicitVariable: 'EMAIL_USE_SSL',
      }),
    }),
    objects: {
      ...variables(
        { name: 'EMAIL_PORT', value: '587' },
        { name: 'EMAIL_USE_TLS', value: 'true' },
        { name: 'EMAIL_USE_SSL', value: 'false' },
      ),
      ...egress({ ports: [{ port: 587, protocol: 'TCP' }] }),
    },
  },
  'a search engine in another namespace': {
    spec: needs({
      index: search({
        url: { SEARCH_URL: 'http://search.data.svc:9200' },
        to: { namespace: 'data' },
      }),
    }),
    objects: egress({ ports: [{ port: 9200, protocol: 'TCP' }] }),
  },
  'the plan says by meaning where a dependency is, and which Secret holds what': {
    spec: needs({
      db: postgres({ host: { PGHOST: 'db.internal' }, password: { PGPASSWORD: url } }),
      cache: redis({ url: { REDIS_URL: url }, tls: true }),
    }),
    plan: {
      needs: {
        db: {
          parts: {
            host: { kind: 'value', value: 'db.internal', variable: 'PGHOST' },
            password: { kind: 'secret', secret: 'app-mq', key: 'url', variable: 'PGPASSWORD' },
            port: { kind: 'value', value: '5432' },
          },
        },
        cache: { parts: { tls: { kind: 'value', value: 'true' } } },
      },
    },
  },
  'access to the bucket is denied: the ServiceAccount names no role': {
    spec: needs({ media: bucket({ bucket: media, identity: 'irsa' }) }),
    complaints: ['SW2313 needs.media.identity'],
    says: ['eks.amazonaws.com/role-arn'],
  },
  'the identity is never used, because keys stand beside it': {
    spec: needs({
      media: bucket({
        bucket: media,
        identity: 'irsa',
        accessKey: { I: url },
        secretKey: { K: url },
      }),
    }),
    complaints: ['SW1001 needs.media.identity'],
  },
  'mail hangs: port 465 waits for TLS, the client for a greeting': {
    spec: needs({ mail: smtp({ host: { EMAIL_HOST: 'smtp.example.com' }, port: 465 }) }),
    complaints: ['SW1001 needs.mail.port'],
    says: ['both ends would wait for each other'],
  },
  'bootstrap servers are written as a URL': {
    spec: needs({ events: kafka({ bootstrapServers: { SERVERS: 'kafka://kafka:9092' } }) }),
    complaints: ['SW1001 needs.events.bootstrapServers.SERVERS'],
  },
  'a broker’s URL says TLS, and the port for TLS stays closed': {
    spec: needs({ mq: rabbitmq({ url: { BROKER: 'amqps://mq.example.com' } }) }),
    complaints: ['SW1001 needs.mq.url.BROKER'],
    says: ['tls: true'],
  },
  'a variable names a broker that nothing opens, and the complaint names the need': {
    spec: { config: { BROKER_URL: 'amqp://mq.data.svc' } },
    complaints: ['SW2302 config.BROKER_URL'],
    says: ['rabbitmq(…)'],
  },
};
