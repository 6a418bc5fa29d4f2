/** Golden cases of how versions replace one another. */

import { expect } from 'vitest';
import {
  blueGreen,
  canary,
  claim,
  gateway,
  gunicorn,
  http,
  internal,
  loadBalancer,
  nginxIngress,
  postgres,
  recreate,
  rolling,
  secretRef,
} from '../../lib/index.ts';
import { base, partly, type Cases } from './case.ts';

const web = base.web;
const slots = { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } };
const scaled = {
  ...web,
  server: gunicorn({ app: 'a:b', version: '27.0.1' }),
  scale: { min: 3, max: 9, cpu: 70 },
};
const bg = (phase: string, more: object = {}) => ({
  web: scaled,
  rollout: blueGreen(JSON.parse(JSON.stringify({ active: 'blue', phase, slots, ...more }))),
});

const split = gateway({
  host: 'app.example.com',
  gateway: { name: 'public', namespace: 'gateways' },
});
const splitByIngress = nginxIngress({
  host: 'app.example.com',
  controller: 'ingress-nginx',
  tls: { secretName: 'tls' },
});
const steps = [10, 50];
const next = { image: { tag: '1.1.0' } };
const weighted = (step: number, more: object = {}) => ({
  web: { ...scaled, scale: { min: 4, max: 10, cpu: 70 } },
  expose: split,
  rollout: canary({ steps, step, canary: next, ...more }),
});

/** Rollouts. */
export const rolloutCases: Cases = {
  'by default a new pod is ready before an old one goes': {
    spec: {},
    objects: {
      'web/deployment': {
        spec: {
          strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
          minReadySeconds: 13,
        },
      },
    },
  },
  'a surge may be a count': {
    spec: { rollout: rolling({ maxSurge: 1, minReady: '5s' }) },
    objects: {
      'web/deployment': {
        spec: { strategy: { rollingUpdate: { maxSurge: 1 } }, minReadySeconds: 5 },
      },
    },
  },
  'neither surge nor missing pods would never move, which is refused': {
    spec: { rollout: rolling({ maxSurge: 0, maxUnavailable: 0 }) },
    complaints: ['SW1001 rollout.maxSurge'],
  },
  'pods that may be missing cost capacity, which is said': {
    spec: {
      web: { ...web, server: gunicorn({ app: 'a:b' }), scale: 4 },
      rollout: rolling({ maxUnavailable: '25%' }),
    },
    complaints: ['SW2071'],
  },
  'recreate is an outage by choice, which is said': {
    spec: { rollout: recreate() },
    complaints: ['SW2080'],
    objects: { 'web/deployment': { spec: { strategy: { type: 'Recreate' } } } },
  },
  'a worker may be recreated while the web rolls': {
    spec: { workers: { beat: { command: ['beat'], rollout: recreate() } } },
    objects: {
      'beat/deployment': { spec: { strategy: { type: 'Recreate' } } },
      'web/deployment': { spec: { strategy: { type: 'RollingUpdate' } } },
    },
  },
  'stable: the idle slot has no pods and no autoscaler': {
    spec: bg('stable'),
    objects: {
      'web/green/deployment': { spec: { replicas: 0 } },
      'web/blue/hpa': { spec: { minReplicas: 3 } },
      'web/service': { spec: { selector: { slot: 'blue' } } },
    },
    absent: ['web/green/hpa', 'web/green/pdb'],
  },
  'stage: the preview slot starts with few pods, traffic stays': {
    spec: bg('stage', { previewReplicas: 1 }),
    objects: {
      'web/green/hpa': { spec: { minReplicas: 1 } },
      'web/service': { spec: { selector: { slot: 'blue' } } },
      'web/preview/service': { spec: { selector: { slot: 'green' } } },
    },
  },
  'warm: the preview slot is as large as the one that serves': {
    spec: bg('warm', { warmReplicas: 6 }),
    objects: {
      'web/green/hpa': { spec: { minReplicas: 6 } },
      'web/service': { spec: { selector: { slot: 'blue' } } },
    },
  },
  'promote: traffic goes to the new slot, the old one stays warm': {
    spec: bg('promote', { active: 'green', warmReplicas: 6 }),
    objects: {
      'web/service': { spec: { selector: { slot: 'green' } } },
      'web/green/hpa': { spec: { minReplicas: 6 } },
      'web/blue/hpa': {},
    },
  },
  'retire: the old slot is idle again': {
    spec: bg('retire', { active: 'green' }),
    objects: { 'web/blue/deployment': { spec: { replicas: 0 } } },
    absent: ['web/blue/hpa'],
  },
  'the two slots of a change never share a selector': {
    spec: bg('warm'),
    objects: {
      'web/blue/deployment': { spec: { selector: { matchLabels: { slot: 'blue' } } } },
      'web/green/deployment': { spec: { selector: { matchLabels: { slot: 'green' } } } },
    },
  },
  'staging the version that already serves is refused': {
    spec: {
      web: scaled,
      rollout: blueGreen({
        active: 'blue',
        phase: 'stage',
        slots: { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.0.0' } } },
      }),
    },
    complaints: ['SW2092'],
  },
  'an active slot that does not exist is refused': {
    spec: {
      web: scaled,
      rollout: blueGreen(JSON.parse(JSON.stringify({ active: 'red', phase: 'stable', slots }))),
    },
    complaints: ['SW2090'],
  },
  'a worker under blue/green rolls, for it has no traffic to direct': {
    spec: { ...bg('warm'), workers: { mail: { command: ['x'] } } },
    objects: { 'mail/deployment': { spec: { strategy: { type: 'RollingUpdate' } } } },
  },
  'workers run the version that serves': {
    spec: { ...bg('warm'), workers: { mail: { command: ['x'] } } },
    plan: {
      processes: { mail: { stacks: [{ slot: '', image: { tag: '1.0.0' } }].map(partlyStack) } },
    },
  },
  'the migration of a staged version runs before it serves': {
    spec: { ...bg('stage'), migrate: { command: ['m'] } },
    plan: { processes: { migrate: { image: { tag: '1.1.0' } } } },
  },
  'without a canary version, no pods and no autoscaler of one, and stable gets every request': {
    spec: { ...weighted(0), rollout: canary({ steps }) },
    objects: {
      'web/canary/deployment': { spec: { replicas: 0 } },
      'web/stable/hpa': { spec: { minReplicas: 4, maxReplicas: 10 } },
      'http-route': { spec: { rules: [{ backendRefs: backends(100, 0) }] } },
    },
    absent: ['web/canary/hpa', 'web/canary/pdb'],
  },
  'the single pod of a canary is no single pod of the process': {
    spec: weighted(1, { minReplicas: 1 }),
    silent: ['SW2263'],
  },
  'a stable version of a single pod is told so during a canary too': {
    spec: { ...weighted(1), web: { ...scaled, scale: 1 } },
    complaints: ['SW2263 web.scale'],
    says: ['Set web.scale to 2'],
  },
  'step 0: the canary is ready for the first share before it gets a request': {
    spec: weighted(0),
    objects: {
      'web/canary/hpa': { spec: { minReplicas: 1, maxReplicas: 10 } },
      'web/canary/service': { spec: { selector: { slot: 'canary' } } },
      'http-route': { spec: { rules: [{ backendRefs: backends(100, 0) }] } },
    },
  },
  'step 1: one request of ten, and pods enough for the half that comes next': {
    spec: weighted(1),
    objects: {
      'web/canary/hpa': { spec: { minReplicas: 2 } },
      'web/canary/pdb': { spec: { selector: { matchLabels: { slot: 'canary' } } } },
      'http-route': { spec: { rules: [{ backendRefs: backends(90, 10) }] } },
    },
  },
  'callers inside the cluster stay with stable, by a Service that no route uses': {
    spec: weighted(2),
    objects: {
      'web/service': { metadata: { name: 'app-web' }, spec: { selector: { slot: 'stable' } } },
      'http-route': { spec: { rules: [{ backendRefs: backends(50, 50) }] } },
    },
  },
  'stable and canary never share a selector': {
    spec: weighted(1),
    objects: {
      'web/stable/deployment': { spec: { selector: { matchLabels: { slot: 'stable' } } } },
      'web/canary/deployment': { spec: { selector: { matchLabels: { slot: 'canary' } } } },
    },
  },
  'ingress-nginx splits by a second Ingress, and neither leads to the main Service': {
    spec: {
      ...weighted(2),
      expose: splitByIngress,
    },
    objects: {
      ingress: ingressTo('app-web-stable'),
      'ingress/app-canary': {
        metadata: { annotations: { 'nginx.ingress.kubernetes.io/canary-weight': '50' } },
        ...ingressTo('app-web-canary'),
      },
    },
  },
  'who asks for the canary by a header gets it at every share, who says no stays': {
    spec: weighted(0, { optIn: { header: { name: 'X-Canary' } } }),
    objects: {
      'http-route': {
        spec: {
          rules: [
            asked('Exact', 'X-Canary', 'always', 'app-web-canary'),
            asked('Exact', 'X-Canary', 'never', 'app-web-stable'),
            {
              matches: [{ path: { type: 'PathPrefix', value: '/' } }],
              backendRefs: backends(100, 0),
            },
          ],
        },
      },
    },
  },
  'a header with a value of its own asks for the canary alone': {
    spec: weighted(1, { optIn: { header: { name: 'X-Group', value: 'insiders' } } }),
    objects: {
      'http-route': {
        spec: {
          rules: [
            asked('Exact', 'X-Group', 'insiders', 'app-web-canary'),
            { backendRefs: backends(90, 10) },
          ],
        },
      },
    },
  },
  'a cookie is an expression for the Gateway API, which only some implementations read: refused': {
    spec: weighted(1, { optIn: { cookie: { name: 'canary' } } }),
    complaints: ['SW2111 expose'],
    says: ['a cookie', 'headerExpressions: true'],
  },
  'so is a pattern': {
    spec: weighted(1, { optIn: { header: { name: 'X-Group', pattern: 'beta-[0-9]+' } } }),
    complaints: ['SW2111 expose'],
    says: ['an expression'],
  },
  'an implementation that is said to read expressions gets them, the header first': {
    spec: {
      ...weighted(1, {
        optIn: { header: { name: 'X-Group', pattern: 'beta|gamma' }, cookie: { name: 'canary' } },
      }),
      expose: gateway({
        host: 'app.example.com',
        gateway: { name: 'public', namespace: 'gateways' },
        headerExpressions: true,
      }),
    },
    objects: {
      'http-route': {
        spec: {
          rules: [
            asked('RegularExpression', 'X-Group', '^(?:beta|gamma)$', 'app-web-canary'),
            asked(
              'RegularExpression',
              'Cookie',
              '^(?:.*; *)?canary=always(?: *;.*)?$',
              'app-web-canary',
            ),
            asked(
              'RegularExpression',
              'Cookie',
              '^(?:.*; *)?canary=never(?: *;.*)?$',
              'app-web-stable',
            ),
            { backendRefs: backends(90, 10) },
          ],
        },
      },
    },
  },
  'behind ingress-nginx the canary Ingress carries who asks': {
    spec: {
      ...weighted(0, {
        optIn: { header: { name: 'X-Group', pattern: 'beta' }, cookie: { name: 'canary' } },
      }),
      expose: splitByIngress,
    },
    objects: {
      'ingress/app-canary': {
        metadata: {
          annotations: {
            'nginx.ingress.kubernetes.io/canary-weight': '0',
            'nginx.ingress.kubernetes.io/canary-by-header': 'X-Group',
            'nginx.ingress.kubernetes.io/canary-by-header-pattern': '^(?:beta)$',
            'nginx.ingress.kubernetes.io/canary-by-cookie': 'canary',
          },
        },
      },
    },
  },
  'a VirtualServer asks before it splits, and knows the canary before its first share': {
    spec: {
      ...weighted(0, {
        optIn: { header: { name: 'X-Canary', value: 'v1.1' }, cookie: { name: 'canary' } },
      }),
      expose: nginxIngress({
        host: 'app.example.com',
        resource: 'virtualServer',
        tls: { secretName: 'tls' },
      }),
    },
    objects: {
      'virtual-server': {
        spec: {
          upstreams: [{ name: 'app-web-stable' }, { name: 'app-web-canary' }],
          routes: [
            {
              path: '/',
              matches: [
                condition('header', 'X-Canary', '~^v1[.]1$', 'app-web-canary'),
                condition('cookie', 'canary', '~^always$', 'app-web-canary'),
                condition('cookie', 'canary', '~^never$', 'app-web-stable'),
              ],
              action: { pass: 'app-web-stable' },
            },
          ],
        },
      },
    },
  },
  'nobody is led to a canary that does not run': {
    spec: {
      ...weighted(0),
      rollout: canary({ steps, optIn: { header: { name: 'X-Canary' } } }),
      expose: split,
    },
    objects: { 'http-route': { spec: { rules: [{ backendRefs: backends(100, 0) }] } } },
  },
  'a way to ask without header and cookie is refused': {
    spec: weighted(1, { optIn: {} }),
    complaints: ['SW1001 rollout.optIn'],
  },
  'a header that every client sends cannot ask': {
    spec: weighted(1, { optIn: { header: { name: 'Cookie' } } }),
    complaints: ['SW1001 rollout.optIn.header.name'],
  },
  'two processes behind one ingress-nginx ask alike, or are refused': {
    spec: {
      ...weighted(1, { optIn: { header: { name: 'X-Canary' } } }),
      webs: { api: { ...scaled, rollout: canary({ steps, step: 1, canary: next }) } },
      expose: nginxIngress({
        host: 'app.example.com',
        controller: 'ingress-nginx',
        tls: { secretName: 'tls' },
        paths: [{ path: '/' }, { path: '/api', process: 'api' }],
      }),
    },
    complaints: ['SW2111 expose'],
    says: ['ask for them differently'],
  },
  'a process with an image of its own does not get the digest of another repository': {
    spec: {
      ...weighted(1),
      image: { repository: 'app', tag: '1', digest: `sha256:${'a'.repeat(64)}` },
      web: { ...scaled, image: { repository: 'web', tag: '1' } },
    },
    plan: {
      processes: {
        web: {
          stacks: [{ image: { reference: 'web:1' } }, { image: { reference: 'web:1.1.0' } }].map(
            partly,
          ),
        },
      },
    },
  },
  'connections are counted for pods that stop while others are missing': {
    spec: {
      web: {
        server: http({ command: ['/server'], connectionsPerPod: 5 }),
        health: '/healthz',
        scale: 10,
        rollout: rolling({ maxSurge: 0, maxUnavailable: 5 }),
      },
      needs: { db: postgres({ url: { URL: secretRef('db', 'url') }, connections: { max: 5000 } }) },
    },
    plan: { needs: { db: { connections: { peak: (10 + 5) * 5 } } } },
  },
  'connections are counted for all runs of a cron job that may overlap': {
    spec: {
      crons: {
        often: { schedule: '* * * * *', command: ['x'], concurrency: 'Allow', deadline: '1h' },
        next: { schedule: '* * * * *', command: ['x'], concurrency: 'Replace' },
        seldom: { schedule: '0 3 * * *', command: ['x'], concurrency: 'Forbid' },
      },
      web: { server: http({ command: ['/server'], connectionsPerPod: 1 }), health: '/', scale: 2 },
      needs: { db: postgres({ url: { URL: secretRef('db', 'url') }, connections: { max: 5000 } }) },
    },
    // Two pods, one more and one that stops; 60 runs in an hour, one that is replaced, and one.
    plan: { needs: { db: { connections: { peak: 2 + 1 + 1 + 60 + 2 + 1 } } } },
  },
  'connections of a worker are read from what its command starts': {
    spec: {
      web: { server: http({ command: ['/server'], connectionsPerPod: 1 }), health: '/', scale: 1 },
      workers: {
        a: { command: ['celery', '-A', 'x', 'worker', '--concurrency=8'], rollout: recreate() },
        b: { command: ['sh', '-c', 'exec celery -A x worker -c 4'], rollout: recreate() },
        c: { command: ['celery', '-A', 'x', 'worker', '--autoscale=10,3'], rollout: recreate() },
        d: { command: ['celery', '-A', 'x', 'inspect', '-c', '7'], rollout: recreate() },
      },
      needs: { db: postgres({ url: { URL: secretRef('db', 'url') }, connections: { max: 5000 } }) },
    },
    plan: { needs: { db: { connections: { peak: 3 + 8 + 4 + 10 + 1 } } } },
  },
  'a concurrency that is not what the command starts is refused': {
    spec: {
      workers: {
        a: { command: ['celery', '-A', 'x', 'worker', '--concurrency=8'], concurrency: 4 },
      },
    },
    complaints: ['SW2169 workers.a.concurrency'],
  },
  'a scheduler that starts beside itself in each rollout is told how to run once': {
    spec: {
      workers: {
        beat: { command: ['celery', '-A', 'x', 'beat'], scale: 1 },
        inside: {
          command: ['celery', '-A', 'x', 'worker', '-B', '-c', '2'],
          scale: 3,
          rollout: recreate(),
        },
        locked: { command: ['celery', '-A', 'x', 'beat', '-S', 'redbeat.RedBeatScheduler'] },
        once: { command: ['celery', '-A', 'x', 'beat'], scale: 1, rollout: recreate() },
      },
    },
    complaints: ['SW2286 workers.beat', 'SW2286 workers.inside'],
    says: ['twice in each rollout', 'runs in up to 3 pods'],
  },
  'a scheduler that crash-loops because its working directory is read-only is told where to write':
    {
      spec: {
        workers: {
          a: { command: ['celery', '-A', 'x', 'beat'], rollout: recreate() },
          b: {
            command: ['sh', '-c', 'exec celery -A x worker -B -S /tmp/state'],
            rollout: recreate(),
          },
          c: { command: ['celery', '-A', 'x', 'beat', '-s', 'run/beat'], rollout: recreate() },
          d: {
            command: ['celery', '-A', 'x', 'beat'],
            workingDirectory: '/srv',
            rollout: recreate(),
          },
        },
      },
      complaints: ['SW2287 workers.a', 'SW2287 workers.b', 'SW2287 workers.c', 'SW2287 workers.d'],
      says: [
        'writes celerybeat-schedule to the working directory of the image',
        'writes run/beat to the working directory',
        'writes celerybeat-schedule to /srv',
        '/tmp/celerybeat-schedule',
      ],
    },
  'a scheduler that may write its schedule, or writes none, is not complained of': {
    spec: {
      volumes: { state: claim({ size: '1Gi' }) },
      workers: {
        a: { command: ['celery', '-A', 'x', 'beat', '-s/tmp/x'], rollout: recreate() },
        b: {
          command: ['celery', '-A', 'x', 'worker', '-B', '--scheduler', 'django'],
          rollout: recreate(),
        },
        c: {
          command: ['celery', '-A', 'x', 'beat', '--schedule', '/state/beat'],
          mounts: { '/state': 'state' },
          rollout: recreate(),
        },
        d: {
          command: ['celery', '-A', 'x', 'beat'],
          workingDirectory: '/tmp',
          rollout: recreate(),
        },
        e: { command: ['sh', '-c', 'celery -A x beat -s "$DIR/beat"'], rollout: recreate() },
        f: { command: ['celery', '-A', 'x', 'worker', '-S', '/x'], rollout: recreate() },
        g: { command: ['rqscheduler'], rollout: recreate() },
      },
    },
    silent: ['SW2287'],
  },
  'a scheduler in a file system that may be written keeps its schedule anywhere': {
    spec: {
      security: { readOnlyRootFilesystem: false },
      workers: { beat: { command: ['celery', '-A', 'x', 'beat'], rollout: recreate() } },
    },
    silent: ['SW2287'],
  },
  'connections are counted for both versions, each with its own surge': {
    spec: {
      ...weighted(1),
      web: {
        server: http({ command: ['/server'], connectionsPerPod: 5 }),
        health: '/healthz',
        scale: { min: 4, max: 10, cpu: 70 },
      },
      needs: { db: postgres({ url: { URL: secretRef('db', 'url') }, connections: { max: 5000 } }) },
    },
    plan: {
      // Two stacks of 10 pods, 3 more (25 %, rounded up) while they are replaced, as many still stopping.
      needs: { db: { connections: { peak: 2 * (10 + 3 + 3) * 5 } } },
    },
  },
  'the migration of a canary runs before its pods': {
    spec: { ...weighted(0), migrate: { command: ['m'] } },
    plan: { processes: { migrate: { image: { tag: '1.1.0' } } } },
  },
  'workers run the stable version, and roll': {
    spec: { ...weighted(2), workers: { mail: { command: ['x'] } } },
    objects: { 'mail/deployment': { spec: { strategy: { type: 'RollingUpdate' } } } },
    plan: {
      processes: { mail: { stacks: [{ slot: '', image: { tag: '1.0.0' } }].map(partlyStack) } },
    },
  },
  'a number of pods is shared out too, rounded up': {
    spec: { ...weighted(1), web: { ...scaled, scale: 3 } },
    objects: {
      'web/stable/deployment': { spec: { replicas: 3 } },
      'web/canary/deployment': { spec: { replicas: 2 } },
    },
  },
  'both versions after a promotion are one, which is said and not refused': {
    spec: { ...weighted(2), image: { repository: 'ghcr.io/acme/app', tag: '1.1.0' } },
    complaints: ['SW2087 web.rollout.canary'],
    objects: { 'web/canary/hpa': {} },
  },
  'an Ingress of the F5 controller has no weights, which is refused even before the first step': {
    spec: {
      ...weighted(0),
      expose: nginxIngress({ host: 'app.example.com', tls: { secretName: 'tls' } }),
    },
    complaints: ['SW2110 expose'],
    says: ['a weighted split of traffic', 'Gateway API (gateway', 'ingress-nginx (retired)'],
  },
  'a Service inside the cluster has no weights, which is refused': {
    spec: { ...weighted(1), expose: internal() },
    complaints: ['SW2110 expose'],
    says: ['a Service spreads over all its pods alike'],
  },
  'a load balancer reads no requests and cannot split them, which is refused': {
    spec: { ...weighted(1), expose: loadBalancer({ platform: 'eks' }) },
    complaints: ['SW2110 expose'],
  },
  'clients with a cookie of the canary are let go at a share of 0, and stay with it at others': {
    spec: {
      ...weighted(0),
      expose: nginxIngress({
        controller: 'ingress-nginx',
        host: 'app.example.com',
        tls: { secretName: 'tls' },
        stickySessions: true,
      }),
    },
    complaints: ['SW2115', 'SW2127 expose.stickySessions'],
    objects: {
      'ingress/app-canary': {
        metadata: {
          annotations: { 'nginx.ingress.kubernetes.io/affinity-canary-behavior': 'legacy' },
        },
      },
    },
  },
  'a process that no exposure leads to has no requests to split, which is refused': {
    spec: { ...weighted(1), webs: { admin: scaled } },
    complaints: ['SW2086 webs.admin.rollout'],
    says: ['the ratio of pods'],
  },
  'a canary without any exposure is refused': {
    spec: { web: scaled, rollout: canary({ steps }) },
    complaints: ['SW2086 web.rollout'],
  },
  'a worker that asks for a canary itself is refused': {
    spec: { workers: { mail: { command: ['x'], rollout: canary({ steps }) } } },
    complaints: ['SW2085 workers.mail.rollout'],
  },
  'a share for a canary that does not exist is refused': {
    spec: { ...weighted(1), rollout: canary({ steps, step: 1 }) },
    complaints: ['SW1001 rollout.canary'],
  },
  'a step beyond the last is refused': {
    spec: weighted(3),
    complaints: ['SW1001 rollout.step'],
    says: ['There is no step 3'],
  },
  'steps that fall are refused': {
    spec: { ...weighted(1), rollout: canary({ steps: [50, 10], step: 1, canary: next }) },
    complaints: ['SW1001 rollout.steps.1'],
    says: ['[10, 50]'],
  },
  'a step that leaves nothing to stable is refused': {
    spec: { ...weighted(1), rollout: canary({ steps: [100], step: 1, canary: next }) },
    complaints: ['SW1001 rollout.steps.0'],
  },
  'two exposures of different weights under one ingress-nginx are refused': {
    spec: {
      ...weighted(1),
      webs: { api: { ...scaled, rollout: canary({ steps, step: 2, canary: next }) } },
      expose: nginxIngress({
        host: 'app.example.com',
        controller: 'ingress-nginx',
        tls: { secretName: 'tls' },
        paths: [{ path: '/' }, { path: '/api', process: 'api' }],
      }),
    },
    complaints: ['SW2111 expose'],
  },
};

function backends(stable: number, share: number) {
  return [
    { name: 'app-web-stable', port: 80, weight: stable },
    { name: 'app-web-canary', port: 80, weight: share },
  ];
}

function asked(type: string, name: string, value: string, service: string) {
  return {
    matches: [{ headers: [{ type, name, value }] }],
    backendRefs: [{ name: service, port: 80, weight: 1 }],
  };
}

function condition(by: string, name: string, value: string, pass: string) {
  return { conditions: [{ [by]: name, value }], action: { pass } };
}

function ingressTo(name: string) {
  return { spec: { rules: [{ http: { paths: [{ backend: { service: { name } } }] } }] } };
}

function partlyStack(stack: object): unknown {
  return expect.objectContaining({ ...stack, image: expect.objectContaining({ tag: '1.0.0' }) });
}
