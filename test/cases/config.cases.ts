/** Golden cases of variables, files, secrets and needs. */

import { expect } from 'vitest';
import {
  fieldRef,
  gunicorn,
  httpApi,
  other,
  postgres,
  redis,
  secretRef,
  textFile,
  undecided,
} from '../../lib/index.ts';
import { containing, partly, type Cases } from './case.ts';

const env = (...variables: readonly unknown[]) => ({
  spec: { template: { spec: { containers: [partly({ env: containing(...variables) })] } } },
});

/** Configuration. */
export const configCases: Cases = {
  'numbers and booleans become text, as a process sees them': {
    spec: { config: { RATIO: 0.5, DEBUG: false } },
    objects: {
      'web/deployment': env({ name: 'RATIO', value: '0.5' }, { name: 'DEBUG', value: 'false' }),
    },
  },
  'a variable from which gunicorn takes options is refused where it is written last': {
    spec: {
      config: { GUNICORN_CMD_ARGS: '--timeout 600' },
      web: {
        server: gunicorn({ app: 'shop.wsgi' }),
        config: { GUNICORN_CMD_ARGS: '--workers 9' },
      },
    },
    complaints: ['SW2028 web.config.GUNICORN_CMD_ARGS'],
    says: ['`--workers`: Use the option `workers`.'],
  },
  'variables of gunicorn mean nothing to a worker': {
    spec: {
      workers: { mail: { command: ['x'], config: { GUNICORN_CMD_ARGS: '--workers 9' } } },
    },
    complaints: [],
  },
  'text that YAML would misread stays text': {
    spec: { config: { UMASK: '0o22', ANSWER: 'yes', VERSION: '1.10' } },
    objects: {
      'web/deployment': env(
        { name: 'UMASK', value: '0o22' },
        { name: 'ANSWER', value: 'yes' },
        { name: 'VERSION', value: '1.10' },
      ),
    },
  },
  'a secret is referred to and never written': {
    spec: { config: { API_CREDENTIAL: secretRef('api', 'key') } },
    objects: {
      'web/deployment': env({
        name: 'API_CREDENTIAL',
        valueFrom: { secretKeyRef: { name: 'api', key: 'key' } },
      }),
    },
    plan: {
      secrets: [{ name: 'api', keys: ['key'], optional: false, usedBy: 'variable API_CREDENTIAL' }],
    },
  },
  'an optional secret lets the pod start without it': {
    spec: { config: { EXTRA: secretRef('extra', 'value', { optional: true }) } },
    objects: {
      'web/deployment': env({
        name: 'EXTRA',
        valueFrom: { secretKeyRef: { name: 'extra', key: 'value', optional: true } },
      }),
    },
  },
  'a variable can tell the pod its own address': {
    spec: { config: { POD_IP: fieldRef('status.podIP') } },
    objects: {
      'web/deployment': env({
        name: 'POD_IP',
        valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
      }),
    },
  },
  'an undecided value is an error that names the environment': {
    spec: {
      config: { CURRENCY: undecided('finance decides') },
      environments: { staging: {}, production: { config: { CURRENCY: 'EUR' } } },
    },
    environment: 'staging',
    complaints: ['SW1010 config.CURRENCY'],
    says: ['staging', 'finance decides', 'environments.staging.config.CURRENCY'],
  },
  'a decision made in an environment settles it there': {
    spec: {
      config: { CURRENCY: undecided() },
      environments: { production: { config: { CURRENCY: 'EUR' } } },
    },
    objects: { 'web/deployment': env({ name: 'CURRENCY', value: 'EUR' }) },
  },
  'an environment removes a variable with null': {
    spec: {
      config: { KEEP: 'x', DROP: 'y' },
      environments: { production: { config: { DROP: null } } },
    },
    plan: { processes: { web: { container: { env: containing({ name: 'KEEP', value: 'x' }) } } } },
  },
  'a process overrides a variable of the service': {
    spec: {
      config: { LEVEL: 'info' },
      workers: { mail: { command: ['x'], config: { LEVEL: 'debug' } } },
    },
    objects: {
      'mail/deployment': env({ name: 'LEVEL', value: 'debug' }),
      'web/deployment': env({ name: 'LEVEL', value: 'info' }),
    },
  },
  'workers and jobs get the variables their image wants': {
    spec: { workers: { mail: { command: ['x'] } }, tasks: { load: { command: ['y'] } } },
    objects: {
      'mail/deployment': env(
        { name: 'PYTHONUNBUFFERED', value: '1' },
        { name: 'HOME', value: '/tmp' },
      ),
    },
  },
  'a file is mounted alone, so that a running pod keeps the old text': {
    spec: { files: { '/etc/app/settings.yaml': 'a: yes\n' } },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              containers: [
                partly({
                  volumeMounts: containing({
                    name: 'files',
                    mountPath: '/etc/app/settings.yaml',
                    readOnly: true,
                  }),
                }),
              ],
            },
          },
        },
      },
      'web/config-map': { data: { 'etc__app__settings.yaml': 'a: yes\n' } },
    },
  },
  'a changed file rolls the pods by its checksum': {
    spec: { files: { '/etc/app/settings.yaml': 'a: 1\n' } },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            metadata: {
              annotations: { 'checksum/files': expect.stringMatching(/^[0-9a-f]{64}$/) },
            },
          },
        },
      },
    },
  },
  'a file of the project is read when the description is': {
    spec: { files: { '/etc/app/settings.yaml': textFile('deploy/settings.yaml') } },
    plan: {
      processes: {
        web: {
          container: { files: containing({ path: '/etc/app/settings.yaml', text: 'a: 1\n' }) },
        },
      },
    },
  },
  'a secret file is mounted from its Secret': {
    spec: { files: { '/run/secrets/cert.pem': secretRef('cert', 'tls.crt') } },
    plan: {
      secrets: [
        { name: 'cert', keys: ['tls.crt'], optional: false, usedBy: 'file /run/secrets/cert.pem' },
      ],
    },
  },
  'a database fills its variable and opens its port': {
    spec: {
      needs: {
        db: postgres({
          url: { DATABASE_URL: secretRef('db', 'url') },
          to: '10.0.0.0/24',
          connections: { max: 1000 },
        }),
      },
    },
    objects: {
      'web/deployment': env({
        name: 'DATABASE_URL',
        valueFrom: { secretKeyRef: { name: 'db', key: 'url' } },
      }),
      'network-policy/app': {
        spec: {
          egress: containing({
            to: [{ ipBlock: { cidr: '10.0.0.0/24' } }],
            ports: [{ port: 5432 }],
          }),
        },
      },
    },
  },
  'more connections than the database accepts is a warning with the sum': {
    spec: {
      needs: {
        db: postgres({ url: { DATABASE_URL: secretRef('db', 'url') }, connections: { max: 20 } }),
      },
    },
    complaints: ['SW2303'],
    says: ['20'],
  },
  'a cache and an outside API open their own ports': {
    spec: {
      needs: {
        cache: redis({ url: { REDIS_URL: secretRef('redis', 'url') }, to: { namespace: 'redis' } }),
        pay: httpApi({ url: { PAY_URL: 'https://api.pay.example' } }),
      },
    },
    objects: { 'network-policy/app': { spec: { egress: containing({ ports: [{ port: 443 }] }) } } },
  },
  'any other dependency is a port and its variables': {
    spec: {
      needs: {
        queue: other({
          title: 'RabbitMQ',
          ports: [5672, 5671],
          variables: { BROKER: secretRef('mq', 'url') },
        }),
      },
    },
    objects: {
      'network-policy/app': { spec: { egress: containing({ ports: [{ port: 5671 }] }) } },
    },
  },
  'the value of a variable wins over that of a need of the same name': {
    spec: {
      needs: {
        db: postgres({ url: { DATABASE_URL: secretRef('db', 'url') }, connections: { max: 1000 } }),
      },
      config: { DATABASE_URL: secretRef('db', 'pooled') },
    },
    objects: {
      'web/deployment': env({
        name: 'DATABASE_URL',
        valueFrom: { secretKeyRef: { name: 'db', key: 'pooled' } },
      }),
    },
  },
};
