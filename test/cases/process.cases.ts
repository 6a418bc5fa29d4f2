/** Golden cases of processes: web, workers, crons, tasks and the migration. */

import { expect } from 'vitest';
import { gunicorn, http, nginxIngress } from '../../lib/index.ts';
import { base, containing, partly, type Cases } from './case.ts';

const web = base.web;

/** Processes. */
export const processCases: Cases = {
  'the least service is a Deployment, a Service, a budget and policies, and nothing scales it': {
    spec: {},
    objects: {
      'web/deployment': { spec: { replicas: 2 } },
      'web/service': { spec: { ports: [{ name: 'http', port: 80, targetPort: 'http' }] } },
      'web/pdb': {},
    },
    absent: ['web/hpa', 'ingress', 'migrate/job'],
  },
  'a second web process has its own port, Service and selector': {
    spec: { webs: { admin: { server: gunicorn({ app: 'admin.wsgi' }), port: 9000, health: '/' } } },
    objects: {
      'admin/service': {
        metadata: { name: 'app-admin' },
        spec: { selector: { 'app.kubernetes.io/component': 'admin' } },
      },
    },
  },
  'a worker has no Service and no pause': {
    spec: { workers: { mail: { command: ['celery', 'worker'] } } },
    objects: { 'mail/deployment': { spec: { replicas: 1 } } },
    absent: ['mail/service', 'mail/pdb'],
  },
  'a cron job says its zone, forbids overlap and skips late starts': {
    spec: { crons: { nightly: { schedule: '0 3 * * *', command: ['x'] } } },
    objects: {
      'nightly/cron-job': {
        spec: {
          schedule: '0 3 * * *',
          timeZone: 'Etc/UTC',
          concurrencyPolicy: 'Forbid',
          startingDeadlineSeconds: 300,
        },
      },
    },
  },
  'a cron job takes what is said of it': {
    spec: {
      crons: {
        often: {
          schedule: '*/5 * * * *',
          timeZone: 'Europe/Berlin',
          command: ['x'],
          concurrency: 'Replace',
          deadline: '4m',
          retries: 0,
          suspend: true,
          history: { successful: 1, failed: 2 },
        },
      },
    },
    objects: {
      'often/cron-job': {
        spec: {
          timeZone: 'Europe/Berlin',
          concurrencyPolicy: 'Replace',
          suspend: true,
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 2,
          jobTemplate: { spec: { activeDeadlineSeconds: 240, backoffLimit: 0 } },
        },
      },
    },
  },
  'a task waits suspended until somebody starts it': {
    spec: { tasks: { reindex: { command: ['x'] } } },
    objects: { 'reindex/cron-job': { spec: { suspend: true } } },
  },
  'a migration is a Job that does not retry and is named by its content': {
    spec: { migrate: { command: ['migrate'] } },
    objects: {
      'migrate/job': {
        metadata: { name: partlyName() },
        spec: { backoffLimit: 0, activeDeadlineSeconds: 900 },
      },
    },
  },
  'new pods wait for the migration by asking the application itself': {
    spec: { migrate: { command: ['migrate'], check: ['migrate', '--check'] } },
    objects: {
      'web/deployment': {
        spec: { template: { spec: { initContainers: [partly({ name: 'wait-for-migration' })] } } },
      },
    },
  },
  'an image without a shell waits by restarting the check': {
    spec: {
      migrate: { command: ['migrate'], check: ['/migrate', '--check'], checkLoop: 'restart' },
    },
    objects: {
      'web/deployment': {
        spec: {
          template: { spec: { initContainers: [partly({ command: ['/migrate', '--check'] })] } },
        },
      },
    },
  },
  'a cron that runs once every day of the year is not said to meet a change of the clock': {
    spec: {
      crons: {
        berlin: { schedule: '30 1 * * *', timeZone: 'Europe/Berlin', command: ['x'] },
        later: { schedule: '0 3 * * *', timeZone: 'Europe/Berlin', command: ['x'] },
        karachi: { schedule: '30 2 * * *', timeZone: 'Asia/Karachi', command: ['x'] },
        istanbul: { schedule: '30 2 * * *', timeZone: 'Europe/Istanbul', command: ['x'] },
        // It is the last Sunday of a month.
        monthly: { schedule: '30 2 1 * *', timeZone: 'Europe/Berlin', command: ['x'] },
        summer: { schedule: '30 2 * 6-8 *', timeZone: 'Europe/Berlin', command: ['x'] },
        weekdays: { schedule: '30 2 * * 1-5', timeZone: 'Europe/Berlin', command: ['x'] },
        hourly: { schedule: '30 * * * *', timeZone: 'Europe/Berlin', command: ['x'] },
      },
    },
    silent: ['SW2323'],
  },
  'a cron that is skipped or runs twice when the clock changes is told on which day': {
    spec: {
      crons: {
        cairo: { schedule: '30 0 * * *', timeZone: 'Africa/Cairo', command: ['x'] },
        berlin: { schedule: '30 2 * * *', timeZone: 'Europe/Berlin', command: ['x'] },
        autumn: { schedule: '15 2 * 10 *', timeZone: 'Europe/Berlin', command: ['x'] },
      },
    },
    complaints: [
      'SW2323 crons.cairo.schedule',
      'SW2323 crons.berlin.schedule',
      'SW2323 crons.autumn.schedule',
    ],
    says: [
      '30 0 * * * in Africa/Cairo: 0:30 does not come on 2026-04-24.',
      '2:30 does not come on 2026-03-29, and 2:30 comes twice on 2026-10-25.',
      'in Europe/Berlin: 2:15 comes twice on 2026-10-25.',
      'not from 2:00 to 3:00',
    ],
  },
  'a migration without a check is told that nothing waits for it': {
    spec: { migrate: { command: ['migrate'] } },
    complaints: ['SW2311'],
    says: ["Flux's Kustomization apply the migration and the new pods together"],
  },
  'the wait for the migration counts towards the progress deadline': {
    spec: { migrate: { command: ['m'], check: ['c'], checkTimeout: '20m' } },
    plan: { processes: { web: { rollout: { progressDeadlineSeconds: 1393 } } } },
  },
  'a process may run another image': {
    spec: { workers: { mail: { command: ['x'], image: { tag: '2.0.0' } } } },
    objects: {
      'mail/deployment': {
        spec: { template: { spec: { containers: [partly({ image: 'ghcr.io/acme/app:2.0.0' })] } } },
      },
    },
  },
  'a new tag drops the inherited digest': {
    spec: {
      image: { repository: 'app', tag: '1', digest: `sha256:${'a'.repeat(64)}` },
      workers: { mail: { command: ['x'], image: { tag: '2' } } },
    },
    objects: {
      'web/deployment': {
        spec: {
          template: { spec: { containers: [partly({ image: `app:1@sha256:${'a'.repeat(64)}` })] } },
        },
      },
      'mail/deployment': {
        spec: { template: { spec: { containers: [partly({ image: 'app:2' })] } } },
      },
    },
  },
  'a new tag in an environment drops the digest it would lose to': {
    spec: {
      image: { repository: 'app', tag: '1', digest: `sha256:${'a'.repeat(64)}` },
      environments: { staging: { image: { tag: '2' } } },
    },
    environment: 'staging',
    objects: {
      'web/deployment': {
        spec: { template: { spec: { containers: [partly({ image: 'app:2' })] } } },
      },
    },
  },
  'a pull policy in an environment keeps the digest': {
    spec: {
      image: { repository: 'app', tag: '1', digest: `sha256:${'a'.repeat(64)}` },
      environments: { staging: { image: { pullPolicy: 'Always' } } },
    },
    environment: 'staging',
    plan: {
      processes: {
        web: { stacks: [{ image: { digest: `sha256:${'a'.repeat(64)}` } }].map(partly) },
      },
    },
  },
  'arguments are passed as they are written': {
    spec: {
      web: {
        ...web,
        server: http({ command: ['/server'], keepAlive: 'closes' }),
        args: ['--flag', 'a b', '{{x}}'],
      },
    },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              containers: [partly({ command: ['/server'], args: ['--flag', 'a b', '{{x}}'] })],
            },
          },
        },
      },
    },
  },
  'the image may keep its own command': {
    spec: { web: { server: http({ keepAlive: 'closes' }), health: '/' } },
    objects: {
      'web/deployment': { spec: { template: { spec: { containers: [partly({ name: 'web' })] } } } },
    },
  },
  'writable directories are emptyDirs with a limit': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b' }),
        writable: ['/var/cache/app', { path: '/srv/tmp', size: '1Gi', medium: 'memory' }],
      },
    },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              volumes: containing(
                { emptyDir: { sizeLimit: '64Mi' } },
                { emptyDir: { sizeLimit: '1Gi', medium: 'Memory' } },
              ),
            },
          },
        },
      },
    },
  },
  'a pod has room for every request at once to be a large upload': {
    spec: {
      web: { ...web, server: gunicorn({ app: 'a:b', version: '27.0.1' }) },
      expose: nginxIngress({ host: 'a.example.com', tls: { issuer: 'le' }, maxBodySize: '25Mi' }),
    },
    plan: {
      processes: {
        web: { container: { writable: [{ path: '/tmp', medium: 'disk', sizeLimit: '800Mi' }] } },
      },
    },
  },
  'gunicorn is configured by a file made for its CPU and memory': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b', version: '27.0.1' }),
        resources: { requests: { cpu: 3 } },
      },
    },
    plan: { processes: { web: { server: { workers: 3, threads: 16, connectionsPerPod: 48 } } } },
  },
  'memory for one worker limits the number of workers': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b', workers: 6, memoryPerWorker: '200Mi' }),
        resources: { requests: { memory: '512Mi' } },
      },
    },
    complaints: ['SW2007'],
  },
  'two ports of one pod that are the same are refused': {
    spec: {
      web: {
        ...web,
        server: http({ keepAlive: 'closes', metrics: { path: '/metrics', port: 8000 } }),
      },
    },
    plan: { processes: { web: { container: { ports: [{ name: 'http', port: 8000 }] } } } },
  },
  'a privileged port needs a privileged process, which is refused': {
    spec: { web: { ...web, server: gunicorn({ app: 'a:b' }), port: 80 } },
    complaints: ['SW2342'],
  },
};

function partlyName(): unknown {
  return expect.stringMatching(/^app-migrate-[0-9a-f]{10}$/);
}
