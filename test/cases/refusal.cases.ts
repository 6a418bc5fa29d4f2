/** Golden cases of what is refused before anything is derived: each named after the symptom its author would see. */

import {
  canary,
  gateway,
  gunicorn,
  http,
  internal,
  nginxIngress,
  rolling,
} from '../../lib/index.ts';
import { base, type Cases } from './case.ts';

const web = base.web;

/** Refusals of shape and value. */
export const refusalCases: Cases = {
  'a misspelt key is answered with the nearest name': {
    spec: () => ({ ...base, wbe: base.web }),
    complaints: ['SW1002 wbe'],
    says: ['Did you mean `web`?'],
  },
  'a misspelt key deep inside names its place': {
    spec: () => ({ ...base, web: { ...web, scale: { min: 1, maxx: 3, cpu: 70 } } }),
    complaints: ['SW1002 web.scale.maxx'],
    says: ['Did you mean `max`?'],
  },
  'an unknown key that resembles nothing lists what is known': {
    spec: () => ({ ...base, network: { firewall: true } }),
    complaints: ['SW1002 network.firewall'],
    says: ['egress, ingress'],
  },
  'a key that is written one level too high is answered with its place': {
    spec: () => ({ ...base, web: { ...web, resources: { cpu: '1', memory: '1Gi' }, cpu: 70 } }),
    complaints: ['SW1002 web.cpu', 'SW1002 web.resources.cpu', 'SW1002 web.resources.memory'],
    says: ['Write it in `requests.cpu` or `limits.cpu`.', 'Write it in `scale.cpu`.'],
  },
  'all mistakes are reported at once': {
    spec: () => ({
      ...base,
      image: { repository: 'app', tga: '1' },
      web: { ...web, port: 'http', replicas: 3 },
    }),
    complaints: ['SW1002 image.tga', 'SW1001 web.port', 'SW1002 web.replicas'],
  },
  'a mistake of shape does not hide one of another option: a path beside a host': {
    spec: () => ({
      ...base,
      expose: nginxIngress({
        ...JSON.parse('{"paths":["/api"]}'),
        hosts: ['https://a.example', 'b.example'],
        tls: { issuer: 'le' },
      }),
    }),
    complaints: ['SW1001 expose.paths.0', 'SW2102 expose.hosts.0'],
  },
  'a mistake of shape does not hide one of another option: steps beside an exposure': {
    spec: { rollout: canary({ steps: [10, 100, 200] }), expose: internal() },
    complaints: ['SW1001 rollout.steps.1', 'SW1001 rollout.steps.2', 'SW2110 expose'],
  },
  'what follows from a mistake of shape is not told beside it': {
    spec: () => ({
      ...base,
      expose: gateway({ ...JSON.parse('{"hots":["a.example"]}'), tls: { issuer: 'le' } }),
      needs: { queue: 'redis' },
      web: { ...web, port: 'http' },
    }),
    complaints: ['SW1002 expose.hots', 'SW1001 needs.queue', 'SW1001 web.port'],
  },
  'a misspelt option of an exposure is not told as the one that is missing': {
    spec: () => ({
      ...base,
      expose: gateway({
        ...JSON.parse('{"hots":["a.example"]}'),
        gateway: { name: 'g', namespace: 'gateways' },
      }),
    }),
    complaints: ['SW1002 expose.hots'],
  },
  'a service without an image is told so': {
    spec: () => ({ name: 'app', web }),
    complaints: ['SW1003 image'],
  },
  'a web process without a server is told so': {
    spec: () => ({ ...base, web: { health: '/' } }),
    complaints: ['SW1003 web.server'],
  },
  'a server that is a text instead of a profile is refused with the profiles': {
    spec: () => ({ ...base, web: { ...web, server: 'gunicorn' } }),
    complaints: ['SW1001 web.server'],
    says: ['gunicorn()'],
  },
  'a rollout in the place of an exposure is refused': {
    spec: () => ({ ...base, expose: rolling() }),
    complaints: ['SW1001 expose'],
  },
  'a server in the place of a need is told apart once, and its options are not judged': {
    spec: () => ({ ...base, needs: { feed: http(JSON.parse('{"url":"https://x.example"}')) } }),
    complaints: ['SW1001 needs.feed'],
    says: ['httpApi()', 'this is a server'],
  },
  'a text where an object belongs is answered with the keys of the object': {
    spec: () => ({ ...base, expose: gateway(JSON.parse('{"host":"a.example","gateway":"x/y"}')) }),
    complaints: ['SW1001 expose.gateway'],
    says: ['an object with', 'namespace'],
  },
  'a misspelt option of a variant names the option': {
    spec: () => ({
      ...base,
      web: { ...web, server: gunicorn(JSON.parse('{"app":"a:b","thread":4}')) },
    }),
    complaints: ['SW1002 web.server.thread'],
    says: ['threads'],
  },
  'an application without a callable is refused': {
    spec: () => ({ ...base, web: { ...web, server: gunicorn({ app: 'not an app' }) } }),
    complaints: ['SW1001 web.server.app'],
  },
  'a name with capitals is refused with a better one': {
    spec: { name: 'My_Shop' },
    complaints: ['SW1001 name'],
    says: ['my-shop'],
  },
  'a name that begins with a digit cannot name a Service': {
    spec: { name: '1shop' },
    complaints: ['SW1001 name'],
  },
  'a name too long for what is made of it is refused with the limit': {
    spec: { name: 'a'.repeat(41) },
    complaints: ['SW1001 name'],
    says: ['40'],
  },
  'a process name too long for a CronJob is refused': {
    spec: { crons: { ['c'.repeat(21)]: { schedule: '@daily', command: ['x'] } } },
    complaints: ['SW1001'],
  },
  'a service without any process has nothing to deploy': {
    spec: () => ({ name: 'app', image: base.image }),
    complaints: ['SW2151'],
  },
  'two processes of one name collide': {
    spec: { workers: { web: { command: ['x'] } } },
    complaints: ['SW2150 workers.web'],
  },
  'memory in MB is a unit Kubernetes does not know': {
    spec: () => ({ ...base, resources: { requests: { memory: '512MB' } } }),
    complaints: ['SW1001 resources.requests.memory'],
  },
  'memory of 512m is half a byte, not half a gigabyte': {
    spec: () => ({ ...base, resources: { requests: { memory: '512m' } } }),
    complaints: ['SW1001 resources.requests.memory'],
    says: ['512Mi'],
  },
  'CPU with a memory suffix is refused': {
    spec: () => ({ ...base, resources: { requests: { cpu: '1Gi' } } }),
    complaints: ['SW1001 resources.requests.cpu'],
  },
  'a schedule with a sixth field is refused': {
    spec: { crons: { job: { schedule: '0 0 3 * * *', command: ['x'] } } },
    complaints: ['SW1001 crons.job.schedule'],
  },
  'a minute of 61 is refused': {
    spec: { crons: { job: { schedule: '61 * * * *', command: ['x'] } } },
    complaints: ['SW1001 crons.job.schedule'],
  },
  'a time zone that does not exist is refused': {
    spec: { crons: { job: { schedule: '@daily', timeZone: 'Europe/Atlantis', command: ['x'] } } },
    complaints: ['SW1001 crons.job.timeZone'],
  },
  'an empty command is refused': {
    spec: { workers: { mail: { command: [] } } },
    complaints: ['SW1001 workers.mail.command'],
  },
  'a shell line instead of words is refused': {
    spec: () => ({ ...base, workers: { mail: { command: 'celery -A app worker' } } }),
    complaints: ['SW1001 workers.mail.command'],
    says: ['["celery", "-A", "app", "worker"]'],
  },
  'a command line in one word names no program': {
    spec: { workers: { mail: { command: ['rq worker default'] } } },
    complaints: ['SW1001 workers.mail.command'],
    says: ['each word on its own'],
  },
  'a tag inside the repository is refused, because it would be lost': {
    spec: { image: { repository: 'ghcr.io/acme/app:1.0', tag: '2' } },
    complaints: ['SW1001 image.repository'],
  },
  'millicores written as cores, bytes as megabytes: each is asked whether it means that': {
    spec: () => ({
      ...base,
      web: { ...web, resources: { requests: { cpu: 500 } }, writable: [{ path: '/x', size: 64 }] },
      expose: nginxIngress({ host: 'a.example', tls: { issuer: 'le' }, maxBodySize: 20 }),
    }),
    complaints: [
      'SW1001 web.resources.requests.cpu',
      'SW1001 web.writable.0.size',
      'SW1001 expose.maxBodySize',
    ],
    says: ["Did you mean '500m'?", 'Did you mean "64Mi"?', "Did you mean '20Mi'?"],
  },
  'as many cores are accepted as text': {
    spec: () => ({ ...base, web: { ...web, resources: { requests: { cpu: '128' } } } }),
    plan: { processes: { web: { container: { resources: { requests: { cpu: '128' } } } } } },
  },
  'a digest that is cut short is refused': {
    spec: { image: { repository: 'app', digest: 'sha256:abc' } },
    complaints: ['SW1001 image.digest'],
  },
  'a relative path cannot be mounted': {
    spec: { files: { 'etc/app.yaml': 'x' } },
    complaints: ['SW1001'],
  },
  'a variable with a dash is no variable': {
    spec: { config: { 'my-setting': 'x' } },
    complaints: ['SW1001'],
  },
  'a label value with a space is refused': {
    spec: { labels: { team: 'two words' } },
    complaints: ['SW1001 labels.team'],
  },
  'root is refused as the user': {
    spec: { security: { runAsUser: 0 } },
    complaints: ['SW1001 security.runAsUser'],
    says: ['root'],
  },
  'a Kubernetes version that is not supported is refused with those that are': {
    spec: () => ({ ...base, kubernetes: '1.20' }),
    complaints: ['SW1001 kubernetes'],
    says: ['1.33'],
  },
  'an environment nobody described is refused with the nearest': {
    spec: { environments: { production: {} } },
    environment: 'prod',
    complaints: ['SW1004'],
    says: ['production'],
  },
  'an environment whose name cannot name a namespace is refused': {
    spec: { environments: { Stäging: {} } },
    environment: 'Stäging',
    complaints: ['SW1001 environments.Stäging'],
  },
  'an environment cannot rename the service': {
    spec: () => ({ ...base, environments: { production: { name: 'other' } } }),
    complaints: ['SW1001 environments.production.name'],
  },
  'a mistake in an environment is found like any other': {
    spec: () => ({ ...base, environments: { production: { web: { scle: 3 } } } }),
    complaints: ['SW1002 environments.production.web.scle'],
    says: ['scale'],
  },
  'a mistake in the options of a variant is placed in the environment that makes it': {
    spec: () => ({
      ...base,
      expose: nginxIngress({ host: 'app.example.com', tls: false }),
      environments: { production: { expose: { hots: 'example.com' } } },
    }),
    complaints: ['SW1002 environments.production.expose.hots'],
    says: ['Did you mean `host`?'],
  },
  'a mistake of the service itself is not blamed on the environment that says something else': {
    spec: () => ({
      ...base,
      web: { ...web, prot: 8000 },
      environments: { production: { web: { port: 9000 } } },
    }),
    complaints: ['SW1002 web.prot'],
  },
  'a number in quotes is answered with the number': {
    spec: () => ({ ...base, web: { ...web, port: '8000' } }),
    complaints: ['SW1001 web.port'],
    says: ['Write 8000 without quotes.'],
  },
  'a number in quotes is answered with the number where an object may stand too': {
    spec: () => ({ ...base, web: { ...web, scale: '2' } }),
    complaints: ['SW1001 web.scale'],
    says: ['Expected a number or an object with min, max', 'Write 2 without quotes.'],
  },
  'a variable read from a shell that does not set it is told so': {
    spec: () => ({ ...base, config: { REGION: undefined } }),
    complaints: ['SW1001 config.REGION'],
    says: ['a variable that is not set'],
  },
  'a null outside an environment is told where it means something': {
    spec: () => ({ ...base, web: { ...web, port: null } }),
    complaints: ['SW1001 web.port'],
    says: ['removes a value in an environment only'],
  },
  'a host with a scheme is refused': {
    spec: { expose: nginxIngress({ host: 'https://app.example.com', tls: false }) },
    complaints: ['SW2102 expose.host'],
    says: ['scheme'],
  },
  'a file that does not exist is named with where it would be mounted': {
    spec: { files: { '/etc/app.yaml': { kind: 'textFile', path: 'deploy/missing.yaml' } } },
    complaints: ['SW1011'],
    says: ['deploy/missing.yaml', '/etc/app.yaml'],
  },
  'a configuration file of the server cannot be replaced behind its back': {
    spec: { files: { '/etc/gunicorn/gunicorn.conf.py': 'workers = 99' } },
    complaints: ['SW2152'],
  },
};
