/** Golden cases of what is stored beyond a container. */

import {
  blueGreen,
  claim,
  configMapRef,
  ephemeral,
  existingClaim,
  fieldRef,
  projected,
  recreate,
  secretRef,
  serviceAccountToken,
} from '../../lib/index.ts';
import { base, type Cases, containing } from './case.ts';

const web = base.web;
const disk = claim({ size: '20Gi' });
const share = claim({ size: '20Gi', accessMode: 'ReadWriteMany', storageClass: 'efs' });
const uploads = { '/srv/uploads': 'uploads' };
const slots = { blue: { image: { tag: '1' } }, green: { image: { tag: '2' } } };

/** Storage. */
export const storageCases: Cases = {
  'a share is one claim that every pod mounts': {
    spec: {
      volumes: { uploads: share },
      web: { ...web, mounts: uploads },
      crons: { tidy: { schedule: '@daily', command: ['tidy'], mounts: uploads } },
    } as never,
    objects: {
      'claim/uploads': {
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'app-uploads', annotations: { 'helm.sh/resource-policy': 'keep' } },
        spec: {
          accessModes: ['ReadWriteMany'],
          resources: { requests: { storage: '20Gi' } },
          storageClassName: 'efs',
        },
      },
      'web/deployment': {
        spec: {
          template: {
            spec: {
              volumes: containing({
                name: 'volume-uploads',
                persistentVolumeClaim: { claimName: 'app-uploads' },
              }),
              containers: [
                {
                  volumeMounts: containing({ name: 'volume-uploads', mountPath: '/srv/uploads' }),
                },
              ],
            },
          },
        },
      },
    },
    complaints: ['SW2366'],
  },
  'a disk is for one pod that stops before the next one starts': {
    spec: {
      volumes: { uploads: disk },
      web: { ...web, mounts: uploads, scale: 1, rollout: recreate() },
    } as never,
    objects: { 'claim/uploads': { spec: { accessModes: ['ReadWriteOnce'] } } },
    complaints: ['SW2080'],
  },
  'a claim without a class leaves it to the cluster, one with an empty class to nobody': {
    spec: {
      volumes: { a: disk, b: claim({ size: '1Gi', storageClass: '' }) },
      workers: {
        one: { command: ['x'], mounts: { '/a': 'a', '/b': 'b' }, rollout: recreate() },
      },
    },
    objects: {
      'claim/a': { spec: { accessModes: ['ReadWriteOnce'] } },
      'claim/b': { spec: { storageClassName: '' } },
    },
  },
  'a claim that others made is mounted and not written': {
    spec: {
      volumes: { models: existingClaim({ name: 'llm', accessMode: 'ReadOnlyMany' }) },
      web: { ...web, mounts: { '/models': { volume: 'models', subPath: 'v1' } } },
    } as never,
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              volumes: containing({
                persistentVolumeClaim: { claimName: 'llm', readOnly: true },
              }),
              containers: [
                {
                  volumeMounts: containing({
                    mountPath: '/models',
                    subPath: 'v1',
                    readOnly: true,
                  }),
                },
              ],
            },
          },
        },
      },
    },
    absent: ['claim/models'],
  },
  'a disk for the life of a pod is a claim in its template': {
    spec: {
      volumes: { scratch: ephemeral({ size: '100Gi', storageClass: 'gp3' }) },
      web: { ...web, mounts: { '/scratch': 'scratch' } },
    } as never,
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              volumes: containing({
                name: 'volume-scratch',
                ephemeral: {
                  volumeClaimTemplate: {
                    spec: {
                      accessModes: ['ReadWriteOnce'],
                      resources: { requests: { storage: '100Gi' } },
                      storageClassName: 'gp3',
                    },
                  },
                },
              }),
            },
          },
        },
      },
    },
    absent: ['claim/scratch'],
  },
  'keys, tokens and facts are the files of one directory': {
    spec: {
      volumes: {
        vault: projected({
          files: {
            token: serviceAccountToken({ audience: 'vault', expiration: '2h' }),
            'ca.pem': configMapRef('trust', 'ca.pem'),
            'tls/key': secretRef('app-tls', 'tls.key'),
            'tls/crt': secretRef('app-tls', 'tls.crt'),
            'tls/more': secretRef('app-tls', 'more', { optional: true }),
            labels: fieldRef('metadata.labels'),
          },
        }),
      },
      web: { ...web, mounts: { '/var/run/vault': 'vault' } },
    } as never,
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              automountServiceAccountToken: false,
              volumes: containing({
                projected: {
                  sources: [
                    { configMap: { name: 'trust', items: [{ key: 'ca.pem', path: 'ca.pem' }] } },
                    {
                      secret: {
                        name: 'app-tls',
                        items: [
                          { key: 'tls.crt', path: 'tls/crt' },
                          { key: 'tls.key', path: 'tls/key' },
                        ],
                      },
                    },
                    {
                      secret: {
                        name: 'app-tls',
                        items: [{ key: 'more', path: 'tls/more' }],
                        optional: true,
                      },
                    },
                    { downwardAPI: { items: [{ path: 'labels' }] } },
                    {
                      serviceAccountToken: {
                        path: 'token',
                        audience: 'vault',
                        expirationSeconds: 7200,
                      },
                    },
                  ],
                },
              }),
            },
          },
        },
      },
    },
    plan: { secrets: containing({ name: 'app-tls', keys: ['more', 'tls.crt', 'tls.key'] }) },
  },
  'an environment may have a larger claim': {
    spec: {
      volumes: { uploads: share },
      web: { ...web, mounts: uploads },
      environments: { production: { volumes: { uploads: { size: '1Ti' } } } },
    } as never,
    environment: 'production',
    objects: {
      'claim/uploads': {
        spec: { resources: { requests: { storage: '1Ti' } }, storageClassName: 'efs' },
      },
    },
  },
  'an environment may do without a mount': {
    spec: {
      volumes: { uploads: share },
      web: { ...web, mounts: uploads },
      environments: { staging: { web: { mounts: { '/srv/uploads': null } } } },
    } as never,
    environment: 'staging',
    complaints: ['SW2365 volumes.uploads'],
  },
  'waits for the migration see what the application sees': {
    spec: {
      volumes: { uploads: share },
      web: { ...web, mounts: uploads },
      migrate: { command: ['migrate'], check: ['check'] },
    } as never,
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              initContainers: [{ volumeMounts: containing({ mountPath: '/srv/uploads' }) }],
            },
          },
        },
      },
    },
  },
  'two pods on one disk are refused, with what to do': {
    spec: { volumes: { uploads: disk }, web: { ...web, mounts: uploads } } as never,
    complaints: ['SW2360 web.mounts./srv/uploads'],
    says: ['up to 2 pods', 'one node at a time', 'ReadWriteMany'],
  },
  'an autoscaler on one disk is refused': {
    spec: {
      volumes: { uploads: disk },
      web: { ...web, mounts: uploads, scale: { min: 1, max: 5, cpu: 70 } },
    } as never,
    complaints: ['SW2360'],
    says: ['up to 5 pods', 'without an autoscaler'],
  },
  'a rolling update of one pod on one disk is refused: it would stand still': {
    spec: { volumes: { uploads: disk }, web: { ...web, mounts: uploads, scale: 1 } } as never,
    complaints: ['SW2361'],
    says: ['web.rollout: recreate()'],
  },
  'a volume for one pod alone is refused where a second one starts on the same node': {
    spec: {
      volumes: { uploads: claim({ size: '1Gi', accessMode: 'ReadWriteOncePod' }) },
      web: { ...web, mounts: uploads, scale: 1 },
    } as never,
    complaints: ['SW2361'],
    says: ['one pod at a time'],
  },
  'blue and green on one disk are refused': {
    spec: {
      volumes: { uploads: disk },
      web: { ...web, mounts: uploads, scale: 1 },
      rollout: blueGreen({ slots }),
    } as never,
    complaints: ['SW2362'],
  },
  'a cron job on the disk of a web process is refused': {
    spec: {
      volumes: { uploads: disk },
      web: { ...web, mounts: uploads, scale: 1, rollout: recreate() },
      crons: { tidy: { schedule: '@daily', command: ['tidy'], mounts: uploads } },
    } as never,
    complaints: ['SW2363 crons.tidy.mounts./srv/uploads', 'SW2080'],
  },
  'writing to what is read-only is refused': {
    spec: {
      volumes: { models: existingClaim({ name: 'llm', accessMode: 'ReadOnlyMany' }) },
      web: { ...web, mounts: { '/models': { volume: 'models', readOnly: false } } },
    } as never,
    complaints: ['SW2364 web.mounts./models.readOnly'],
  },
  'a misspelt volume is refused, with the one that was meant': {
    spec: {
      volumes: { uploads: share },
      web: { ...web, mounts: { '/srv/uploads': 'upload' } },
    } as never,
    complaints: ['SW2190 web.mounts./srv/uploads'],
    says: ['Did you mean `uploads`?'],
  },
  'a volume over a directory that is written to already is refused': {
    spec: {
      volumes: { uploads: share },
      web: { ...web, writable: ['/srv/uploads'], mounts: uploads },
    } as never,
    complaints: ['SW2305 web.mounts'],
  },
  'a disk that is asked to be a share is said to stay pending': {
    spec: {
      volumes: {
        uploads: claim({ size: '1Gi', accessMode: 'ReadWriteMany', storageClass: 'gp3' }),
      },
      web: { ...web, mounts: uploads },
    } as never,
    complaints: ['SW2367 volumes.uploads.storageClass'],
  },
  'options of a volume are checked where they stand': {
    spec: {
      volumes: { uploads: claim({ size: 'lots' }) },
      web: { ...web, mounts: uploads },
    } as never,
    complaints: ['SW1001 volumes.uploads.size'],
  },
};
