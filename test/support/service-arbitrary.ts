/** Generated services: descriptions that use everything the model offers, most of them acceptable. */

import fc from 'fast-check';
import {
  argoRollouts,
  blueGreen,
  bucket,
  canary,
  claim,
  configMapRef,
  cronWindow,
  csiDriver,
  defineService,
  ephemeral,
  existingClaim,
  fieldRef,
  externalSecrets,
  flagger,
  gateway,
  granian,
  gunicorn,
  http,
  hypercorn,
  internal,
  kafka,
  nginx,
  kafkaLag,
  kedaTrigger,
  nginxIngress,
  other,
  perPod,
  postgres,
  postgresQuery,
  projected,
  prometheusQuery,
  rabbitmq,
  rabbitmqQueue,
  recreate,
  redis,
  redisList,
  redisStream,
  rolling,
  sealedSecrets,
  search,
  secretRef,
  serviceAccountToken,
  smtp,
  sqsQueue,
  stateful,
  type Service,
  type ServiceSpec,
  uvicorn,
  uwsgi,
} from '../../lib/index.ts';
import type { Rollout } from '../../lib/model/rollout.ts';
import { KUBERNETES_VERSIONS } from '../../lib/model/kubernetes-version.ts';

type Web = NonNullable<ServiceSpec['web']>;

const name = fc.stringMatching(/^[a-z][a-z0-9]{1,9}$/);
const words = fc.array(fc.stringMatching(/^[A-Za-z0-9_./=:-]{1,12}$/), {
  minLength: 1,
  maxLength: 4,
});
/** Text that parsers of YAML love to misread, and any other. */
const text = fc.oneof(
  fc.constantFrom(
    'yes',
    'no',
    'null',
    '~',
    '0o22',
    '017',
    '1e3',
    '1.10',
    '=',
    '{{ $labels.pod }}',
    'a: b',
    '- x',
    '😀',
    'line\nline\n',
    ' padded ',
    '#',
  ),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
);
const variableName = fc
  .stringMatching(/^[A-Z][A-Z0-9_]{0,11}$/)
  .filter((key) => !/PASS|SECRET|TOKEN|KEY|URL|HOST|ADDR|PWD/.test(key));
const config = fc.dictionary(
  variableName,
  fc.oneof(
    text,
    fc.integer({ min: -1000, max: 1000 }),
    fc.boolean(),
    fc.constant(secretRef('app-secret', 'value')),
  ),
  { maxKeys: 5 },
);
const resources = fc.record(
  {
    requests: fc.record(
      {
        cpu: fc.constantFrom('100m', '0.5', 1, '2'),
        memory: fc.constantFrom('256Mi', '512Mi', '1Gi'),
      },
      { requiredKeys: [] },
    ),
    limits: fc.record(
      { cpu: fc.constantFrom('2', '4'), memory: fc.constantFrom('1Gi', '2Gi') },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const scale = fc.oneof(
  fc.integer({ min: 1, max: 8 }),
  fc.record({
    min: fc.integer({ min: 2, max: 4 }),
    max: fc.integer({ min: 4, max: 20 }),
    cpu: fc.integer({ min: 40, max: 90 }),
  }),
);
const placement = fc.record(
  {
    spread: fc.constantFrom('soft', 'hard', 'none'),
    nodeSelector: fc.constant({ 'kubernetes.io/arch': 'amd64' }),
    priorityClassName: fc.constant('high'),
    tolerations: fc.constant([
      { key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' } as const,
    ]),
  },
  { requiredKeys: [] },
);
const writable = fc.uniqueArray(fc.constantFrom('/var/cache/app', '/run/app', '/srv/data'), {
  maxLength: 2,
});
const shared = { config, resources, placement, writable };

/** A process that answers requests keeps pods; it watches nothing that has a source. */
const webEventScale = fc.constantFrom(
  {
    min: 2,
    max: 6,
    cpu: 60,
    triggers: {
      load: prometheusQuery({
        server: 'http://prometheus.monitoring.svc:9090',
        query: 'sum(rate(requests[2m]))',
        threshold: 20,
      }),
    },
  },
  {
    min: 2,
    max: 6,
    triggers: {
      day: cronWindow({ timezone: 'Etc/UTC', start: '0 8 * * *', end: '0 18 * * *', replicas: 4 }),
    },
  },
);

const server = fc.oneof(
  fc
    .record(
      {
        app: fc.constant('shop.wsgi:application'),
        workerClass: fc.constantFrom('sync', 'gthread', 'gevent', 'asgi', 'uvicorn'),
        workload: fc.constantFrom('cpu', 'io', 'mixed'),
        version: fc.constantFrom('23', '25.3', '26.2', '27.0.1'),
      },
      { requiredKeys: ['app'] },
    )
    .filter((options) => !(options.version === '23' && options.workerClass === 'asgi'))
    .map((options) => gunicorn(options)),
  fc.constant(http({ command: ['/app/server'] })),
  fc.constantFrom(
    uwsgi({ app: 'shop.wsgi:application' }),
    uvicorn({ app: 'shop.asgi:application', workers: 2 }),
    granian({ app: 'shop.asgi:application' }),
    hypercorn({ app: 'shop.asgi:application' }),
  ),
);

/** In front of the server, in the same pod. */
const proxy = fc.oneof(
  fc.constant(nginx()),
  fc
    .record(
      {
        static: fc.constantFrom(
          { '/static/': '/app/static', '/uploads/': '/mnt/media/live' },
          {
            '/assets/v1/': { from: '/app/dist', immutable: true },
            '/media-kit/': { from: '/app/kit', command: ['python', 'collect.py'] },
          },
        ),
        maxBodySize: fc.constantFrom('20Mi', '1Gi'),
        gzip: fc.boolean(),
        status: fc.boolean(),
        requestBuffering: fc.boolean(),
        handover: fc.integer({ min: 0, max: 20 }),
        unavailable: fc.constantFrom('close', 'answer'),
        bind: fc.constantFrom('ipv4', 'dual-stack'),
        accessLog: fc.constantFrom('json', 'none'),
        statusPort: fc.constant(9181),
      },
      { requiredKeys: ['maxBodySize'] },
    )
    .map((options) => nginx(options)),
);

const web: fc.Arbitrary<Web> = fc.record(
  {
    server,
    proxy,
    health: fc.constantFrom('/healthz', '/up'),
    port: fc.integer({ min: 1024, max: 9000 }),
    requestTimeout: fc.integer({ min: 1, max: 90 }),
    startupTimeout: fc.integer({ min: 10, max: 200 }),
    scale: fc.oneof({ weight: 3, arbitrary: scale }, { weight: 1, arbitrary: webEventScale }),
    ...shared,
  },
  { requiredKeys: ['server'] },
);

/** What is measured outside the pods; sources are those of `needs` below, which such a service has all of. */
const triggers = fc.record(
  {
    list: fc.constantFrom(
      redisList({ source: 'cache', list: 'jobs', address: 'redis.data.svc:6379' }),
      redisList({ source: 'cache', list: 'jobs', address: secretRef('redis', 'address') }),
    ),
    stream: fc.constant(
      redisStream({
        source: 'cache',
        stream: 'orders',
        group: 'billing',
        lag: 20,
        address: 'redis.data.svc:6379',
        password: secretRef('redis', 'password'),
      }),
    ),
    queue: fc.constant(rabbitmqQueue({ source: 'queue', queue: 'jobs', length: 10 })),
    lag: fc.constant(kafkaLag({ source: 'events', group: 'billing', topic: 'orders', lag: 50 })),
    sqs: fc.constantFrom(
      sqsQueue({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs' }),
      sqsQueue({
        queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs',
        accessKey: secretRef('sqs', 'id'),
        secretKey: secretRef('sqs', 'key'),
      }),
    ),
    query: fc.constant(
      prometheusQuery({
        server: 'http://prometheus.monitoring.svc:9090',
        query: 'x',
        threshold: 5,
      }),
    ),
    table: fc.constant(
      postgresQuery({ source: 'db', query: 'SELECT count(*) FROM jobs', target: 9.5 }),
    ),
    day: fc.constant(
      cronWindow({
        timezone: 'Europe/Berlin',
        start: '0 8 * * 1-5',
        end: '0 18 * * 1-5',
        replicas: 4,
      }),
    ),
    other: fc.constant(
      kedaTrigger({
        type: 'nats-jetstream',
        metadata: { account: '$G', stream: 'orders', consumer: 'billing' },
        secrets: { token: secretRef('nats', 'token') },
      }),
    ),
  },
  { requiredKeys: ['query'] },
);
/** Times on the way to no pods, and the idle number of those that keep some. */
const toZero = fc.record(
  { cooldownPeriod: fc.constantFrom(60, '5m'), pollingInterval: fc.constantFrom(10, 30) },
  { requiredKeys: [] },
);
const towardsIdle = fc.record({ idle: fc.constant(0 as const) }, { requiredKeys: [] });
const eventScale = fc
  .record(
    {
      min: fc.constantFrom(0, 1, 3),
      max: fc.integer({ min: 4, max: 20 }),
      cpu: fc.integer({ min: 40, max: 90 }),
      triggers,
      fallback: fc.record(
        {
          failureThreshold: fc.constant(3),
          replicas: fc.constantFrom(3, 4),
          behavior: fc.constantFrom('static' as const, 'currentReplicasIfHigher' as const),
        },
        { requiredKeys: ['failureThreshold', 'replicas'] },
      ),
      restoreToOriginalReplicaCount: fc.boolean(),
      formula: fc.constant({ formula: 'query * 2', target: 10 }),
    },
    { requiredKeys: ['min', 'max', 'triggers'] },
  )
  .chain((scaled) =>
    (scaled.min === 0 ? toZero : towardsIdle).map((more) => ({ ...scaled, ...more })),
  );

const worker = fc.record(
  {
    command: words,
    scale: fc.oneof(scale, eventScale),
    taskTimeout: fc.integer({ min: 5, max: 300 }),
    ...shared,
  },
  { requiredKeys: ['command'] },
);
const cron = fc.record(
  {
    command: words,
    schedule: fc.constantFrom('0 3 * * *', '*/15 * * * *', '@daily'),
    concurrency: fc.constantFrom('Forbid', 'Allow', 'Replace'),
    ...shared,
  },
  { requiredKeys: ['command', 'schedule'] },
);
const task = fc.record({ command: words, ...shared }, { requiredKeys: ['command'] });

const exposure = fc.oneof(
  fc
    .record(
      {
        host: fc.constantFrom('a.example.com', 'b.example.org'),
        tls: fc.constantFrom(
          { issuer: 'letsencrypt' },
          { secretName: 'tls' },
          { issuer: { acme: {} } },
          { issuer: { ca: { secretName: 'root-ca' } } },
        ),
        maxBodySize: fc.constantFrom('1Mi', '20Mi'),
        stickySessions: fc.boolean(),
      },
      { requiredKeys: ['host', 'tls'] },
    )
    .map((options) => nginxIngress(options)),
  fc.constant(
    nginxIngress({
      host: 'c.example.com',
      controller: 'ingress-nginx',
      tls: { issuer: 'le' },
      cors: { allowOrigins: ['https://x.example.com'] },
    }),
  ),
  fc.constant(
    gateway({ host: 'd.example.com', gateway: { name: 'public', namespace: 'gateways' } }),
  ),
  fc.constant(
    gateway({
      host: 'i.example.com',
      gateway: { name: 'public', namespace: 'gateways' },
      implementation: 'ngf',
      rateLimit: { requestsPerSecond: 10, burst: 20 },
      tracing: { sample: 5 },
    }),
  ),
  fc.constant(internal()),
);
/** Exposures that can split requests by weight. */
/** Ways to ask for a canary that every exposure below can say. */
const optIn = fc.constantFrom(
  undefined,
  { header: { name: 'X-Canary' } },
  { header: { name: 'X-Canary', value: 'insider' } },
  { header: { name: 'X-Group', pattern: 'beta-[0-9]+' }, cookie: { name: 'canary' } },
);
const splitting = fc.constantFrom(
  gateway({
    host: 'd.example.com',
    gateway: { name: 'public', namespace: 'gateways' },
    headerExpressions: true,
  }),
  nginxIngress({
    hosts: ['e.example.com', 'f.example.com'],
    controller: 'ingress-nginx',
    tls: { issuer: 'le' },
  }),
  nginxIngress({ host: 'g.example.com', resource: 'virtualServer', tls: { secretName: 'tls' } }),
);
const weighted = fc
  .record({
    step: fc.constantFrom(undefined, 0, 1, 2),
    steps: fc.constantFrom([5, 50], [1, 20, 99]),
    asked: optIn,
  })
  .map(({ step, steps, asked }) => ({
    step,
    steps,
    ...(asked === undefined ? {} : { optIn: asked }),
  }))
  .map(({ step, ...rest }) =>
    step === undefined
      ? canary(rest)
      : canary({ ...rest, step, canary: { image: { tag: '1.1.0' } } }),
  );
const rollout = fc.oneof(
  fc
    .record({ maxSurge: fc.constantFrom(1, '25%', '50%') }, { requiredKeys: [] })
    .map((options) => rolling(options)),
  fc.constant(recreate()),
  fc.constantFrom('stable', 'stage', 'warm', 'promote', 'hold', 'retire').map((phase) =>
    blueGreen({
      active: 'blue',
      phase,
      slots: { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } },
    }),
  ),
);
const prometheus = 'http://prometheus.monitoring:9090';
const queries = { successRate: 'ok{s="SERVICE"}', latency: 'slow{s="SERVICE",n="NAMESPACE"}' };
const analysis = fc.record(
  {
    prometheus: fc.constant(prometheus),
    queries: fc.constant(queries),
    maxLatencyMilliseconds: fc.integer({ min: 1, max: 5000 }),
    tolerated: fc.integer({ min: 0, max: 9 }),
    interval: fc.integer({ min: 10, max: 300 }),
  },
  { requiredKeys: ['prometheus', 'queries'] },
);
const argoStrategy = fc.oneof(
  fc
    .record(
      { steps: fc.constantFrom([5, 50], [1, 20, 99]), pause: fc.constantFrom('manual', 60, '5m') },
      { requiredKeys: ['steps'] },
    )
    .map((canaryOptions) => ({ canary: canaryOptions })),
  fc
    .record(
      {
        autoPromote: fc.constantFrom(true, false, '10m'),
        previewReplicas: fc.constant(1),
        scaleDownDelay: fc.constantFrom(30, '1h'),
      },
      { requiredKeys: [] },
    )
    .map((blueGreenOptions) => ({ blueGreen: blueGreenOptions })),
);
/** Rollouts that a controller in the cluster carries out, behind any exposure it copes with. */
const controlled = fc.oneof(
  fc.record({
    expose: fc.oneof(exposure, splitting),
    rollout: fc
      .record({ strategy: argoStrategy, analysis }, { requiredKeys: ['strategy'] })
      .map((options) => argoRollouts(options)),
  }),
  fc.record({
    expose: exposure,
    rollout: analysis.map((measured) =>
      flagger({ strategy: { blueGreen: { iterations: 3 } }, analysis: measured }),
    ),
  }),
  fc.record({
    expose: fc.constant(
      nginxIngress({ host: 'h.example.com', controller: 'ingress-nginx', tls: { issuer: 'le' } }),
    ),
    rollout: analysis.map((measured) =>
      flagger({ strategy: { canary: { steps: [10, 50] } }, analysis: measured }),
    ),
  }),
);
const needs = fc.record(
  {
    db: fc.constant(
      postgres({ url: { DATABASE_URL: secretRef('db', 'url') }, connections: { max: 100_000 } }),
    ),
    cache: fc.constant(redis({ url: { REDIS_URL: secretRef('redis', 'url') } })),
    queue: fc.constantFrom(
      rabbitmq({ url: { BROKER: secretRef('queue', 'url') } }),
      rabbitmq({
        url: { BROKER: secretRef('queue', 'url') },
        tls: true,
        to: { namespace: 'mq' },
        connections: { max: 100_000 },
      }),
    ),
    events: fc.constantFrom(
      kafka({ bootstrapServers: { SERVERS: 'kafka-0.data.svc:9092,kafka-1.data.svc:9092' } }),
      kafka({
        bootstrapServers: { SERVERS: secretRef('kafka', 'servers') },
        sasl: {
          mechanism: 'SCRAM-SHA-512',
          user: { KAFKA_USER: 'app' },
          password: { KAFKA_SASL: secretRef('kafka', 'password') },
        },
        tls: true,
        ports: [9096],
        to: '10.40.0.0/16',
      }),
    ),
    media: fc.constantFrom(
      bucket({ bucket: { BUCKET: 'media' }, identity: 'podIdentity' }),
      bucket({
        endpoint: { ENDPOINT: 'https://minio.storage.svc:9000' },
        accessKey: { ACCESS_ID: secretRef('media', 'id') },
        secretKey: { ACCESS: secretRef('media', 'key') },
        to: { namespace: 'storage', podLabels: { app: 'minio' } },
      }),
    ),
    mail: fc.constantFrom(
      smtp({ host: { MAIL: 'smtp.example.com' }, starttlsVariable: 'MAIL_STARTTLS' }),
      smtp({ host: { MAIL: 'smtp.example.com' }, tls: 'implicit', portVariable: 'MAIL_PORT' }),
    ),
    index: fc.constant(
      search({ url: { SEARCH: 'http://search.data.svc:9200' }, to: { namespace: 'data' } }),
    ),
    licence: fc.constant(
      other({
        title: 'Licence server',
        ports: [27_000],
        to: [{ namespace: 'licences', podLabels: { app: 'server' } }],
      }),
    ),
  },
  { requiredKeys: [] },
);
/** Pods with stable names, some with a volume each. */
const named = fc
  .record(
    {
      podManagement: fc.constantFrom('Parallel' as const, 'OrderedReady' as const),
      partition: fc.constantFrom(0, 1, 9),
      firstOrdinal: fc.constantFrom(0, 1),
      claims: fc.record(
        {
          whenDeleted: fc.constantFrom('Retain' as const, 'Delete' as const),
          whenScaled: fc.constantFrom('Retain' as const, 'Delete' as const),
        },
        { requiredKeys: [] },
      ),
      peers: fc.constantFrom({}, { gossip: 9946, raft: 9950 }),
      variables: fc.constantFrom(
        {},
        { name: 'NODE_NAME', ordinal: 'NODE_NUMBER', domain: 'CLUSTER' },
      ),
    },
    { requiredKeys: [] },
  )
  .map((options) => stateful(options));

/** What is stored beyond containers, and who sees it where; never what their rollouts could not live with. */
const storage = fc.record(
  {
    media: fc
      .record(
        {
          size: fc.constantFrom('500Mi', '1.5Ti', '20Gi', 1_000_000_000),
          accessMode: fc.constant('ReadWriteMany' as const),
          storageClass: fc.constantFrom('efs', ''),
          keep: fc.boolean(),
        },
        { requiredKeys: ['size', 'accessMode'] },
      )
      .map((options) => claim(options)),
    data: fc.constantFrom(
      perPod({ size: '10Gi' }),
      perPod({ size: '1Ti', storageClass: 'fast', accessMode: 'ReadWriteOncePod' }),
    ),
    'ro-models': fc.constant(existingClaim({ name: 'llm.models', accessMode: 'ReadOnlyMany' })),
    scratch: fc.constantFrom(
      ephemeral({ size: '100Gi' }),
      ephemeral({ size: '1Gi', storageClass: 'fast' }),
    ),
    vault: fc.constant(
      projected({
        files: {
          'ca.pem': configMapRef('trust', 'ca.pem'),
          'tls/key': secretRef('tls', 'tls.key'),
          token: serviceAccountToken({ audience: 'vault' }),
          labels: fieldRef('metadata.labels'),
        },
      }),
    ),
  },
  { requiredKeys: [] },
);
const mountsArbitrary = fc.record(
  {
    media: fc.constantFrom('media' as const, { volume: 'media', subPath: 'a/b' }),
    'ro-models': fc.constant({ volume: 'ro-models', readOnly: true }),
    data: fc.constantFrom('data' as const, { volume: 'data', subPath: 'db' }),
    scratch: fc.constant('scratch' as const),
    vault: fc.constant('vault' as const),
  },
  { requiredKeys: [] },
);

/** Whether the pods of every process are told apart by names that they keep. */
function keepsNames({ rollout: said }: { readonly rollout?: Rollout | undefined }): boolean {
  return said?.kind === 'stateful';
}

/** The mounts of volumes there are, at a path of their own. */
function mountsOf<P extends object>(
  process: P,
  volumes: object | undefined,
  drawn: Readonly<Record<string, unknown>>,
  keepsNames: boolean,
): P {
  const mounts = Object.entries(drawn).flatMap(([name, mount]) =>
    mount !== undefined &&
    (keepsNames || name !== 'data') &&
    volumes !== undefined &&
    Object.hasOwn(volumes, name)
      ? [[`/mnt/${name}`, mount] as const]
      : [],
  );
  return mounts.length === 0 ? process : { ...process, mounts: Object.fromEntries(mounts) };
}

const processNames = fc.uniqueArray(
  name.filter((each) => !['web', 'migrate', 'default'].includes(each)),
  { minLength: 6, maxLength: 6 },
);

function byName<T>(names: readonly string[], values: readonly T[]): Record<string, T> {
  return Object.fromEntries(
    values.flatMap((value, index) => {
      const key = names[index];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

type Needs = NonNullable<ServiceSpec['needs']>;

/** What triggers name as their source is needed too. */
function neededBy(
  workers: readonly { readonly scale?: unknown }[],
  declared: Needs | undefined,
): { readonly needs?: Needs } {
  const watching = workers.some(({ scale: each }) =>
    JSON.stringify(each ?? {}).includes('"source"'),
  );
  if (!watching) return declared === undefined ? {} : { needs: declared };
  const sources: Needs = {
    db: postgres({ url: { DATABASE_URL: secretRef('db', 'url') }, connections: { max: 100_000 } }),
    cache: redis({ url: { REDIS_URL: secretRef('redis', 'url') }, tls: true }),
    queue: rabbitmq({ url: { BROKER: secretRef('queue', 'url') } }),
    events: kafka({
      bootstrapServers: { SERVERS: secretRef('kafka', 'servers') },
      sasl: {
        mechanism: 'PLAIN',
        user: { KAFKA_USER: 'app' },
        password: { KAFKA_SASL: secretRef('kafka', 'password') },
      },
    }),
  };
  return { needs: { ...sources, ...declared } };
}

/** Stores that make every Secret a description refers to. */
const stores: readonly ((keys: ReadonlyMap<string, readonly string[]>) => Stores)[] = [
  () => ({}),
  (keys) => ({
    vault: externalSecrets({
      store: 'vault',
      refreshInterval: '15m',
      secrets: mapped(keys, (name) => `app/${name}`),
    }),
  }),
  (keys) => ({
    team: externalSecrets({
      store: 'aws',
      storeKind: 'SecretStore',
      restart: 'reloader',
      secrets: mapped(keys, (name, each) => ({
        entry: 'app/all',
        keys: mapped(new Map(each.map((key) => [key, [key]])), (key) => ({
          property: `${name}_${key}`,
        })),
      })),
    }),
  }),
  (keys) => ({
    sealed: sealedSecrets({
      secrets: mapped(keys, (_name, each) => ({
        encryptedData: mapped(new Map(each.map((key) => [key, [key]])), () => SEALED),
        scope: 'cluster-wide' as const,
      })),
    }),
  }),
  // The driver makes no Secret that only a controller or KEDA reads: those stay somebody else's.
  (keys) => ({
    vault: csiDriver({
      provider: 'vault',
      parameters: { roleName: 'app' },
      secrets: mapped(
        new Map([...keys].filter(([secret]) => ['app-secret', 'media'].includes(secret))),
        (secret) => `secret/data/${secret}`,
      ),
    }),
  }),
];
/** As long as what kubeseal makes of a short value with a key of 4096 bits. */
const SEALED = `AgA${'A'.repeat(709)}`;
type Stores = NonNullable<ServiceSpec['secrets']>;

function mapped<T>(
  keys: ReadonlyMap<string, readonly string[]>,
  value: (name: string, keys: readonly string[]) => T,
): Record<string, T> {
  return Object.fromEntries([...keys].map(([each, of]) => [each, value(each, of)]));
}

/** Keys by Secret, wherever a description refers to one. */
function secretKeys(spec: object): ReadonlyMap<string, readonly string[]> {
  const text = JSON.stringify(spec);
  const references = [...text.matchAll(/"kind":"secretRef","name":"([^"]+)","key":"([^"]+)"/g)];
  const certificates = [...text.matchAll(/"tls":\{"secretName":"([^"]+)"/g)].flatMap(
    ([, tls = '']) => ['tls.crt', 'tls.key'].map((key) => [tls, key] as const),
  );
  const all = [
    ...references.map(([, secret = '', key = '']) => [secret, key] as const),
    ...certificates,
  ];
  return new Map(
    [...Map.groupBy(all, ([secret]) => secret)].map(([secret, each]) => [
      secret,
      [...new Set(each.map(([, key]) => key))],
    ]),
  );
}

function withStores(make: (typeof stores)[number], spec: ServiceSpec): ServiceSpec {
  const secrets = make(secretKeys(spec));
  return Object.keys(secrets).length === 0 ? spec : { ...spec, secrets };
}

/** One pod on a disk, which stops before the next one starts: where a name begins so, and whatever else is drawn stays as it is. */
function withDisk(drawn: string, spec: ServiceSpec): ServiceSpec {
  const disk = /^[ab]/.test(drawn)
    ? claim({ size: '20Gi' })
    : drawn.startsWith('c')
      ? claim({ size: '1Ti', accessMode: 'ReadWriteOncePod', storageClass: 'fast', keep: false })
      : undefined;
  if (disk === undefined || spec.web === undefined) return spec;
  return {
    ...spec,
    volumes: { ...spec.volumes, disk },
    web: {
      ...spec.web,
      scale: 1,
      // A pod with a name stops before the next one of that name starts, too.
      ...(keepsNames(spec) ? {} : { rollout: recreate() }),
      mounts: { ...spec.web.mounts, '/mnt/disk': 'disk' },
    },
  };
}

/** Descriptions of services as an author would write them. */
export const specArbitrary: fc.Arbitrary<ServiceSpec> = fc
  .record(
    {
      name,
      names: processNames,
      tag: fc.constantFrom('1.4.2', 'v2', '2026-11-22'),
      web,
      workers: fc.array(worker, { maxLength: 2 }),
      crons: fc.array(cron, { maxLength: 2 }),
      tasks: fc.array(task, { maxLength: 2 }),
      migrate: fc.record({ command: words, check: words }, { requiredKeys: ['command'] }),
      config,
      files: fc.constant({ '/etc/app/settings.yaml': 'a: yes\nb: 0o22\n' }),
      needs,
      volumes: storage,
      mounts: mountsArbitrary,
      traffic: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({ expose: exposure, rollout }, { requiredKeys: [] }),
        },
        { weight: 1, arbitrary: fc.record({ expose: splitting, rollout: weighted }) },
        { weight: 1, arbitrary: controlled },
        { weight: 1, arbitrary: fc.record({ expose: exposure, rollout: named }) },
      ),
      kubernetes: fc.constantFrom(...KUBERNETES_VERSIONS),
      labels: fc.constant({ team: 'payments' }),
      annotations: fc.dictionary(fc.constantFrom('example.com/note', 'example.com/owner'), text, {
        maxKeys: 2,
      }),
      security: fc.record({ runAsUser: fc.integer({ min: 1, max: 65_000 }) }),
      serviceAccount: fc.constantFrom(
        { identity: { aws: { role: 'arn:aws:iam::111122223333:role/app' } } },
        { identity: { azure: { clientId: '6f0d7d2e-1c5b-4a3c-9d7e-2b8f4c1a9e01' } } },
        { identity: { gcp: { serviceAccount: 'app-web@acme.iam.gserviceaccount.com' } } },
      ),
      network: fc.constantFrom({ egress: 'open' as const }, { policies: false }, {}),
      store: fc.constantFrom(...stores),
    },
    {
      requiredKeys: [
        'name',
        'names',
        'tag',
        'web',
        'workers',
        'crons',
        'tasks',
        'traffic',
        'store',
      ],
    },
  )
  .map(
    ({
      names,
      tag,
      workers,
      crons,
      tasks,
      traffic,
      needs: declared,
      store,
      mounts = {},
      ...rest
    }) =>
      withStores(
        store,
        withDisk(names[0] ?? '', {
          ...rest,
          ...traffic,
          ...neededBy(workers, declared),
          image: { repository: 'registry.example.com/team/app', tag },
          web: mountsOf(rest.web, rest.volumes, mounts, keepsNames(traffic)),
          workers: byName(
            names.slice(0, 2),
            workers.map((each) => mountsOf(each, rest.volumes, mounts, keepsNames(traffic))),
          ),
          crons: byName(
            names.slice(2, 4),
            crons.map((each) => mountsOf(each, rest.volumes, mounts, false)),
          ),
          tasks: byName(names.slice(4, 6), tasks),
          environments: { staging: { web: { scale: 1 } }, production: {} },
        }),
      ),
  );

/** Generated services. */
export const serviceArbitrary: fc.Arbitrary<Service> = specArbitrary.map((spec) =>
  defineService(spec),
);
