/** Golden cases of values that mean the right thing in another form: each is answered with what to write. */

import { bucket, http, nginxIngress, postgres } from '../../lib/index.ts';
import { base, type Case, type Cases } from './case.ts';

/** A slip, where it is told, and what the complaint proposes. */
function slip(members: object, complaint: string, ...says: readonly string[]): Case {
  return { spec: () => ({ ...base, ...members }), complaints: [complaint], says };
}

const web = (members: object) => ({ web: { ...base.web, ...members } });
const scale = (cpu: unknown) => web({ scale: { min: 2, max: 4, cpu } });
const exposed = (options: string) => ({
  expose: nginxIngress(JSON.parse(`{"tls":{"issuer":"le"},${options}}`)),
});
const need = (it: unknown) => ({ needs: { it } });

/** Slips of form. */
export const slipCases: Cases = {
  'a tag without quotes is a number that lost a zero': slip(
    { image: { ...base.image, tag: 1.1 } },
    'SW1001 image.tag',
    "Put it in quotes: '1.1', or '1.10' if that was meant",
  ),
  'a version of Kubernetes without quotes is asked for with them': slip(
    { kubernetes: 1.33 },
    'SW1001 kubernetes',
    "Put it in quotes: '1.33'.",
  ),
  'version 1.30 without quotes has lost its zero': slip(
    { kubernetes: 1.3 },
    'SW1001 kubernetes',
    "'1.30'",
  ),
  'a target of CPU with a percent sign is answered with the number': slip(
    scale('70%'),
    'SW1001 web.scale.cpu',
    'Write 70',
  ),
  'a target of CPU as a fraction is answered with the percentage': slip(
    scale(0.7),
    'SW1001 web.scale.cpu',
    'Write 70',
  ),
  'a time in words is answered with its short unit': slip(
    web({ requestTimeout: '45 seconds' }),
    'SW1001 web.requestTimeout',
    "Did you mean '45s'?",
  ),
  'a request time-out in milliseconds is taken for what was meant, and nothing else is said': {
    ...slip(web({ requestTimeout: 30_000 }), 'SW1001 web.requestTimeout', "Did you mean '30s'"),
    silent: ['SW2206'],
  },
  'a time-out of a proxy in milliseconds is taken for what was meant': slip(
    exposed('"host":"a.example","timeouts":{"read":60000}'),
    'SW1001 expose.timeouts.read',
    "Did you mean '60s'",
  ),
  'a task that takes thirty thousand seconds was meant to take thirty': slip(
    { workers: { mail: { command: ['work'], taskTimeout: 30_000 } } },
    'SW1001 workers.mail.taskTimeout',
    "Did you mean '30s'",
  ),
  'the deadline of a cron job in milliseconds is taken for what was meant': slip(
    { crons: { tidy: { command: ['tidy'], schedule: '0 4 * * *', deadline: 600_000 } } },
    'SW1001 crons.tidy.deadline',
    "Did you mean '600s'",
  ),
  'an hour of milliseconds is more than a day of seconds': slip(
    { workers: { mail: { command: ['work'], taskTimeout: 3_600_000 } } },
    'SW1001 workers.mail.taskTimeout',
    "Did you mean '3600s'",
  ),
  'a grace period in milliseconds is taken for what was meant': slip(
    web({ lifecycle: { terminationGracePeriod: 60_000 } }),
    'SW1001 web.lifecycle.terminationGracePeriod',
    "Did you mean '60s'",
  ),
  'the idle time of a server in milliseconds, as Node counts, is taken for what was meant': slip(
    web({ server: http({ command: ['node', 'server.js'], keepAlive: 75_000 }) }),
    'SW1001 web.server.keepAlive',
    "Did you mean '75s'",
  ),
  'the limit of a request in milliseconds is taken for what was meant': slip(
    web({ server: http({ command: ['node', 'server.js'], requestLimit: 30_000 }) }),
    'SW1001 web.server.requestLimit',
    "Did you mean '30s'",
  ),
  'hours without a unit are what work may take': {
    spec: () => ({
      ...base,
      workers: {
        two: { command: ['work'], taskTimeout: 7200 },
        ten: { command: ['work'], taskTimeout: 36_000 },
        nine: { command: ['work'], taskTimeout: '30000s' },
      },
    }),
    silent: ['SW1001'],
  },
  'hours without a unit are asked for with it': slip(
    web({ requestTimeout: 7250 }),
    'SW1001 web.requestTimeout',
    "Write it with its unit, '7250s'",
  ),
  'a quantity with a space is answered without it': slip(
    { resources: { requests: { cpu: '500 m' } } },
    'SW1001 resources.requests.cpu',
    'Did you mean "500m"?',
  ),
  'a path alone is answered with the object it belongs in': slip(
    exposed('"host":"a.example","paths":["/api"]'),
    'SW1001 expose.paths.0',
    "Write `{ path: '/api' }`.",
  ),
  'a path without its list is answered with the list': slip(
    exposed('"host":"a.example","paths":"/api"'),
    'SW1001 expose.paths',
    "Write `[{ path: '/api' }]`.",
  ),
  'several hosts in the place of one are led to `hosts`': slip(
    exposed('"host":["a.example","b.example"]'),
    'SW1001 expose.host',
    'Write the list as `hosts`.',
  ),
  'an object as a variable is told once, in the words of a description': slip(
    { config: { OBJ: { a: 1 } } },
    'SW1001 config.OBJ',
    'a text, a number, true or false',
    'JSON.stringify',
    'secretRef',
  ),
  'a list is called a list': slip(
    { workers: { mail: { command: 5 } } },
    'SW1001 workers.mail.command',
    'Expected a list, got 5.',
  ),
  'a list where processes have names is not asked for its keys': slip(
    { web: [] },
    'SW1001 web',
    'got a list',
  ),
  'a bucket without its variable is answered with one': slip(
    need(bucket(JSON.parse('{"bucket":"acme-files"}'))),
    'SW1001 needs.it.bucket',
    "`bucket: { BUCKET: 'acme-files' }`",
  ),
  'an address with a password is shown without it, and led to a Secret': slip(
    need(postgres(JSON.parse('{"url":"postgres://app:hunter2@db/app"}'))),
    'SW1001 needs.it.url',
    'got "postgres://app:…@db/app"',
    "`url: { URL: secretRef('name-of-the-secret', 'key') }`",
  ),
  'the name of a variable alone is answered with its value': slip(
    need(postgres(JSON.parse('{"url":"DATABASE_URL"}'))),
    'SW1001 needs.it.url',
    'DATABASE_URL: secretRef(',
  ),
  'health as a switch is not put in quotes, which would be refused again': {
    ...slip(web({ health: true }), 'SW1001 web.health', "such as '/healthz'"),
    unsaid: ['quotes'],
  },
  'no health is answered with what is left out': slip(
    web({ health: false }),
    'SW1001 web.health',
    'health: { liveness: false }',
  ),
  'a closed network is not answered with a list that would be refused again': {
    ...slip({ network: { egress: 'closed' } }, 'SW1001 network.egress', "Write 'restricted'"),
    unsaid: ['["closed"]'],
  },
  'a choice beside a list is answered with the nearest': slip(
    { network: { egress: 'opn' } },
    'SW1001 network.egress',
    "Did you mean 'open'?",
  ),
  'a list is proposed only where its items are accepted': {
    ...slip(web({ writable: 'tmp' }), 'SW1001 web.writable'),
    unsaid: ['["tmp"]'],
  },
  'a list of one path is proposed without its brackets': slip(
    web({ writable: '/var/tmp' }),
    'SW1001 web.writable',
    'Write a list: ["/var/tmp"].',
  ),
  'an ingress of a chart is led to `expose` instead of the peers of a network': {
    ...slip({ ingress: { host: 'a.example' } }, 'SW1002 ingress', 'Did you mean `expose`?'),
    unsaid: ['Write it in'],
  },
  'replicas are led to `scale`': slip({ replicas: 3 }, 'SW1002 replicas', '`web: { scale: 3 }`'),
  'replicas of a process are led to its `scale`': slip(
    web({ replicas: 3 }),
    'SW1002 web.replicas',
    'Did you mean `scale`?',
  ),
  'an environment of variables is led to `config`': slip(
    { env: { A: '1' } },
    'SW1002 env',
    'Did you mean `config`?',
  ),
  'names of CORS in other words are led to ours': slip(
    exposed('"host":"a.example","cors":{"allowOrigins":["https://b.example"],"credentials":true}'),
    'SW1002 expose.cors.credentials',
    'Did you mean `allowCredentials`?',
  ),
  'a mount the wrong way round is answered the right way round': {
    spec: () => ({ ...base, ...web({ mounts: { media: '/srv/media' } }) }),
    complaints: ['SW1001 web.mounts.media', 'SW2190 web.mounts.media'],
    says: ["`mounts: { '/srv/media': 'media' }`"],
    unsaid: ['claim('],
  },
  'a volume that is missing is proposed as TypeScript takes it': slip(
    web({ mounts: { '/srv/media': 'our-media' } }),
    'SW2190 web.mounts./srv/media',
    "volumes: { 'our-media': claim(",
  ),
  'a misspelt choice is answered with the nearest': slip(
    { image: { ...base.image, pullPolicy: 'always' } },
    'SW1001 image.pullPolicy',
    "Did you mean 'Always'?",
  ),
};
