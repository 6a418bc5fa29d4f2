/** Golden cases of what is stored beyond a container. */

import {
  blueGreen,
  claim,
  configMapRef,
  ephemeral,
  existingClaim,
  fieldRef,
  nginx,
  perPod,
  postgres,
  projected,
  recreate,
  secretRef,
  serviceAccountToken,
  stateful,
} from '../../lib/index.ts';
import { base, type Cases, containing } from './case.ts';

const web = base.web;
const disk = claim({ size: '20Gi' });
const share = claim({ size: '20Gi', accessMode: 'ReadWriteMany', storageClass: 'efs' });
const uploads = { '/srv/uploads': 'uploads' };
const slots = { blue: { image: { tag: '1' } }, green: { image: { tag: '2' } } };

/** A process whose pods have a volume each. */
const store = (
  process: object,
  options: Parameters<typeof stateful>[0] = {},
  more: object = {},
): never =>
  ({
    ...more,
    volumes: { data: perPod({ size: '10Gi' }) },
    web: { ...web, mounts: { '/data': 'data' }, rollout: stateful(options), ...process },
  }) as never;
const matchless = { matchLabelKeys: [] };

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
  'nginx serves what lies on a volume from there, and copies what lies in the image': {
    spec: {
      volumes: { uploads: share },
      web: {
        ...web,
        mounts: { '/srv/uploads': { volume: 'uploads', subPath: 'live' } },
        proxy: nginx({
          static: {
            '/media/': '/srv/uploads/media',
            '/all/': '/srv/uploads/',
            '/near/': '/srv/uploads-of-others',
            '/made/': { from: '/srv/uploads/made', command: ['make'] },
          },
        }),
      },
    } as never,
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              initContainers: [
                { name: 'assets-made' },
                { name: 'assets-near' },
                {
                  name: 'nginx',
                  volumeMounts: containing(
                    {
                      name: 'volume-uploads',
                      mountPath: '/srv/assets-media',
                      subPath: 'live/media',
                      readOnly: true,
                    },
                    {
                      name: 'volume-uploads',
                      mountPath: '/srv/assets-all',
                      subPath: 'live',
                      readOnly: true,
                    },
                  ),
                },
              ],
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
  'pods with names have a volume each, which comes back with the pod': {
    spec: store({ scale: 3 }),
    objects: {
      'web/stateful-set': {
        kind: 'StatefulSet',
        metadata: { name: 'app-web' },
        spec: {
          serviceName: 'app-web-pods',
          replicas: 3,
          podManagementPolicy: 'Parallel',
          updateStrategy: { type: 'RollingUpdate' },
          minReadySeconds: 13,
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '10Gi' } },
              },
            },
          ],
          template: {
            spec: {
              containers: [{ volumeMounts: containing({ name: 'data', mountPath: '/data' }) }],
            },
          },
        },
      },
      'web/service': { spec: { ports: [{ name: 'http', port: 80 }] } },
      'web/pods/service': {
        metadata: { name: 'app-web-pods' },
        spec: {
          clusterIP: 'None',
          publishNotReadyAddresses: true,
          ports: [{ name: 'http', port: 8000 }],
        },
      },
      'web/pdb': { spec: { maxUnavailable: 1 } },
    },
    absent: ['web/deployment', 'claim/data'],
  },
  'peers reach one another by the name of each pod, ready or not, and nobody else does': {
    spec: store(
      { scale: 3 },
      { peers: { gossip: 7946 }, variables: { name: 'NODE', ordinal: 'NUMBER', domain: 'PEERS' } },
    ),
    objects: {
      'web/pods/service': {
        spec: { ports: containing({ name: 'gossip', port: 7946, targetPort: 7946 }) },
      },
      'web/stateful-set': {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  ports: containing({ name: 'gossip', containerPort: 7946 }),
                  env: containing(
                    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                    {
                      name: 'NUMBER',
                      valueFrom: {
                        fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" },
                      },
                    },
                    { name: 'PEERS', value: 'app-web-pods.app.svc' },
                  ),
                },
              ],
            },
          },
        },
      },
      'network-policy/app-web': {
        spec: {
          ingress: containing({
            from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'web' } } }],
            ports: [{ port: 7946, protocol: 'TCP' }],
          }),
          egress: containing({
            to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'web' } } }],
            ports: [{ port: 7946, protocol: 'TCP' }],
          }),
        },
      },
    },
  },
  'a worker with names has a headless Service without ports': {
    spec: {
      volumes: { data: perPod({ size: '1Gi' }) },
      workers: {
        index: { command: ['index'], mounts: { '/data': 'data' }, rollout: stateful(), scale: 2 },
      },
    },
    objects: {
      'index/stateful-set': { spec: { serviceName: 'app-index-pods' } },
      'index/pods/service': { spec: { clusterIP: 'None' } },
    },
    absent: ['index/service'],
  },
  'pods from a number on, started one by one, are updated from a number on': {
    spec: store(
      { scale: 4 },
      { podManagement: 'OrderedReady', firstOrdinal: 1, partition: 4, minReady: '30s' },
    ),
    objects: {
      'web/stateful-set': {
        spec: {
          podManagementPolicy: 'OrderedReady',
          ordinals: { start: 1 },
          updateStrategy: { rollingUpdate: { partition: 4 } },
          minReadySeconds: 30,
        },
      },
    },
    complaints: ['SW2193 web.rollout.partition'],
    says: ['Pods 1 to 3 keep the version they have'],
  },
  'pods that are replaced in place spread together, not by revision': {
    spec: store({ scale: 3 }),
    plan: { processes: { web: { placement: { spread: [matchless, matchless] } } } },
  },
  'pods that are replaced in place open no connections beyond their own': {
    spec: {
      needs: {
        db: postgres({ url: { DATABASE_URL: secretRef('db', 'url') }, connections: { max: 500 } }),
      },
      workers: { index: { command: ['index'], concurrency: 4, scale: 3, rollout: stateful() } },
      web: undefined,
    } as never,
    plan: { needs: { db: { connections: { peak: 3 * 4 } } } },
  },
  'a volume of a name that other volumes have is told apart': {
    spec: {
      volumes: { files: perPod({ size: '1Gi' }) },
      web: { ...web, mounts: { '/data': 'files' }, rollout: stateful() },
      files: { '/etc/app.conf': 'a' },
    } as never,
    objects: {
      'web/stateful-set': {
        spec: { volumeClaimTemplates: [{ metadata: { name: 'volume-files' } }] },
      },
    },
  },
  'a volume for each pod of a Deployment is refused, with what to do': {
    spec: {
      volumes: { data: perPod({ size: '1Gi' }) },
      web: { ...web, mounts: { '/data': 'data' } },
    } as never,
    complaints: ['SW2196 web.mounts./data'],
    says: ['web.rollout: stateful()'],
  },
  'a volume for each run of a cron job is refused': {
    spec: {
      volumes: { data: perPod({ size: '1Gi' }) },
      crons: { tidy: { schedule: '@daily', command: ['x'], mounts: { '/data': 'data' } } },
    },
    complaints: ['SW2196 crons.tidy.mounts./data'],
    says: ['Use `ephemeral()`'],
  },
  'pods that would get a label that is too long are refused': {
    spec: {
      name: 'a-service-with-a-name-of-forty-character',
      webs: { 'and-a-long-process': { ...web, rollout: stateful(), port: 8001 } },
    } as never,
    complaints: ['SW2191 webs.and-a-long-process.rollout'],
    says: ['52 are possible'],
  },
  'an update that reaches no pod is said': {
    spec: store({ scale: 3 }, { partition: 3 }),
    complaints: ['SW2192 web.rollout.partition'],
  },
  'an update of a single pod is an outage, which is said': {
    spec: store({ scale: 1 }),
    complaints: ['SW2194 web.rollout'],
  },
  'replacing all pods at once is refused': {
    spec: store({ scale: 3 }, { maxUnavailable: '100%' }, { kubernetes: '1.37' }),
    complaints: ['SW2195 web.rollout.maxUnavailable'],
  },
  'replacing several pods at once is refused where the cluster cannot': {
    spec: store({ scale: 5 }, { maxUnavailable: 2 }, { kubernetes: '1.36' }),
    complaints: ['SW2268 web.rollout.maxUnavailable'],
  },
  'replacing several pods at once is written where the cluster can': {
    spec: store({ scale: 5 }, { maxUnavailable: 2 }, { kubernetes: '1.37' }),
    objects: {
      'web/stateful-set': { spec: { updateStrategy: { rollingUpdate: { maxUnavailable: 2 } } } },
    },
  },
  'replacing none at a time would never end, which is refused': {
    spec: store({ scale: 3 }, { maxUnavailable: 0 }),
    complaints: ['SW1001 web.rollout.maxUnavailable'],
  },
  'two names for one port of peers are refused': {
    spec: store({ scale: 3 }, { peers: { a: 7946, b: 7946 } }),
    complaints: ['SW1001 web.rollout.peers.a'],
  },
  'data that an autoscaler deletes is said': {
    spec: store({ scale: { min: 3, max: 9, cpu: 70 } }, { claims: { whenScaled: 'Delete' } }),
    complaints: ['SW2368 web.rollout.claims.whenScaled'],
  },
  'data that an autoscaler leaves behind is said': {
    spec: store({ scale: { min: 3, max: 9, cpu: 70 } }),
    complaints: ['SW2369 web.scale'],
    objects: {
      'web/hpa': { spec: { scaleTargetRef: { kind: 'StatefulSet', name: 'app-web' } } },
    },
  },
  'three pods with names still share no disk': {
    spec: {
      volumes: { shared: disk },
      web: { ...web, mounts: { '/shared': 'shared' }, rollout: stateful(), scale: 3 },
    } as never,
    complaints: ['SW2360'],
  },
};
