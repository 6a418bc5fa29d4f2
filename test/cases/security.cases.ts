/** Golden cases of confinement, identity, images and network policies. */

import { gunicorn, internal, nginxIngress } from '../../lib/index.ts';
import { base, containing, partly, type Cases } from './case.ts';

const web = base.web;

const ROLE = 'arn:aws:iam::111122223333:role/app';
const CLIENT = '6f0d7d2e-1c5b-4a3c-9d7e-2b8f4c1a9e01';

/** Security. */
export const securityCases: Cases = {
  'every container is confined as Pod Security restricted asks': {
    spec: {},
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 10001,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              containers: [
                partly({
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ['ALL'] },
                    readOnlyRootFilesystem: true,
                  },
                }),
              ],
            },
          },
        },
      },
    },
  },
  'containers that wait are confined too': {
    spec: { migrate: { command: ['m'], check: ['c'] } },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              initContainers: [
                partly({
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ['ALL'] },
                  },
                }),
              ],
            },
          },
        },
      },
    },
  },
  'pods carry no token and no service links': {
    spec: {},
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              serviceAccountName: 'app',
            },
          },
        },
      },
    },
  },
  'a token is mounted on request': {
    spec: {
      serviceAccount: {
        token: true,
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/app' },
      },
    },
    objects: {
      'service-account': {
        metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/app' } },
      },
    },
    plan: { identity: { automountToken: true } },
  },
  'an account that exists is used and not written': {
    spec: { serviceAccount: { name: 'shared', create: false } },
    absent: ['service-account'],
    plan: { identity: { serviceAccountName: 'shared' } },
  },
  'the namespace enforces the level its pods keep': {
    spec: { namespace: 'apps' },
    objects: {
      namespace: {
        metadata: { name: 'apps', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      },
    },
  },
  "a namespace of the cluster's own is refused, whose pods would not start again": {
    spec: { namespace: 'kube-system' },
    complaints: ['SW2344 namespace'],
    says: ['kube-system begins with kube-'],
  },
  'a name of a service that would become a namespace of the cluster is refused': {
    spec: { name: 'kube-app' },
    complaints: ['SW2344 namespace'],
    says: ["namespace: 'app'"],
  },
  'the namespace that every cluster has gets no labels and is not deleted with a service': {
    spec: { namespace: 'default' },
    complaints: ['SW2344 namespace'],
    absent: ['namespace'],
    plan: { namespace: { name: 'default', create: false } },
  },
  'the namespace that every cluster has is not made': {
    spec: { namespace: { name: 'default', create: true } },
    complaints: ['SW2344 namespace.create'],
  },
  'a namespace of somebody else is not written': {
    spec: { namespace: { name: 'shared', create: false } },
    absent: ['namespace'],
  },
  'nothing may call a pod but what the exposure implies': {
    spec: { expose: nginxIngress({ host: 'a.example.com', tls: { issuer: 'le' } }) },
    objects: {
      'network-policy/app-web': {
        spec: {
          ingress: [
            {
              from: containing(
                partly({
                  namespaceSelector: {
                    matchLabels: { 'kubernetes.io/metadata.name': 'nginx-ingress' },
                  },
                }),
              ),
              ports: [{ port: 'http' }],
            },
          ],
        },
      },
    },
  },
  'two exposures by one controller let it in once': {
    spec: () => ({
      ...base,
      web: {
        ...base.web,
        expose: nginxIngress({ host: 'b.example.com', tls: { issuer: 'le' } }),
      },
      expose: nginxIngress({ host: 'a.example.com', tls: { issuer: 'le' } }),
    }),
    objects: {
      'network-policy/app-web': {
        spec: {
          ingress: [
            {
              from: [
                {
                  namespaceSelector: {
                    matchLabels: { 'kubernetes.io/metadata.name': 'nginx-ingress' },
                  },
                },
              ],
            },
          ],
        },
      },
    },
  },
  'a caller of one’s own is let in': {
    spec: {
      expose: internal(),
      network: { ingress: [{ namespace: 'reporting' }, { cidr: '10.9.0.0/16' }] },
    },
    objects: {
      'network-policy/app-web': {
        spec: { ingress: [partly({ from: containing({ ipBlock: { cidr: '10.9.0.0/16' } }) })] },
      },
    },
  },
  'egress can be opened, which is a choice that is said': {
    spec: { network: { egress: 'open' } },
    objects: { 'network-policy/app': { spec: { egress: [{}] } } },
  },
  'more egress for one process only': {
    spec: { workers: { sync: { command: ['x'], egress: [{ to: ['10.1.0.0/16'], ports: [22] }] } } },
    objects: {
      'network-policy/app-sync': {
        spec: { egress: [{ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [{ port: 22 }] }] },
      },
    },
  },
  'policies can be left to somebody else': {
    spec: { network: { policies: false } },
    absent: ['network-policy/app', 'network-policy/app-web'],
  },
  'the tag latest is refused': {
    spec: { image: { repository: 'app', tag: 'latest' } },
    complaints: ['SW2332'],
  },
  'an image without tag and digest is refused': {
    spec: { image: { repository: 'app' } },
    complaints: ['SW2332'],
  },
  'a password in a variable is refused': {
    spec: { config: { DB_PASSWORD: 'hunter2' } },
    complaints: ['SW2301'],
  },
  'a URL with a password is refused': {
    spec: { config: { BROKER: 'amqp://guest:s3cr3t@mq:5672' } },
    complaints: ['SW2301'],
  },
  'a token of a known form is refused wherever it stands': {
    spec: { config: { X: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' } },
    complaints: ['SW2301'],
  },
  'a variable that looks like the address of something undeclared is a warning': {
    spec: { config: { SEARCH_URL: 'http://opensearch.search.svc:9200' } },
    complaints: ['SW2302'],
    says: ['SEARCH_URL'],
  },
  'a user namespace of its own on request': {
    spec: { kubernetes: '1.36', security: { hostUsers: false } },
    plan: { processes: { web: { security: { hostUsers: false } } } },
  },
  'a user namespace on a cluster without them is refused': {
    spec: { kubernetes: '1.30', security: { hostUsers: false } },
    complaints: ['SW2268'],
  },
  'users can be chosen': {
    spec: { security: { runAsUser: 1000, fsGroup: 2000 } },
    objects: {
      'web/deployment': {
        spec: {
          template: {
            spec: { securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000 } },
          },
        },
      },
    },
  },
  'forwarded headers are believed only where nobody but the proxy can send them': {
    spec: {
      web: { ...web, server: gunicorn({ app: 'a:b' }) },
      network: { policies: false },
      expose: nginxIngress({ host: 'a.example.com', tls: { issuer: 'le' } }),
    },
    complaints: ['SW2014'],
  },
  'pods on EKS are a role, and may ask for its credentials': {
    spec: { serviceAccount: { identity: { aws: { role: ROLE } } } },
    objects: {
      'service-account': { metadata: { annotations: { 'eks.amazonaws.com/role-arn': ROLE } } },
      'network-policy/app': {
        spec: { egress: containing({ ports: [{ port: 443, protocol: 'TCP' }] }) },
      },
    },
  },
  'pods on GKE are an account of IAM, and may ask the metadata server': {
    spec: {
      serviceAccount: {
        identity: { gcp: { serviceAccount: 'app-web@acme-prod.iam.gserviceaccount.com' } },
      },
    },
    objects: {
      'service-account': {
        metadata: {
          annotations: {
            'iam.gke.io/gcp-service-account': 'app-web@acme-prod.iam.gserviceaccount.com',
          },
        },
      },
      'network-policy/app': {
        spec: {
          egress: containing(
            {
              to: [{ ipBlock: { cidr: '169.254.169.252/32' } }],
              ports: [{ port: 988, protocol: 'TCP' }],
            },
            {
              to: [{ ipBlock: { cidr: '169.254.169.254/32' } }],
              ports: [{ port: 80, protocol: 'TCP' }],
            },
          ),
        },
      },
    },
  },
  'pods on AKS carry the label without which they get no token, jobs as well': {
    spec: {
      serviceAccount: { identity: { azure: { clientId: CLIENT } } },
      crons: { nightly: { schedule: '0 3 * * *', command: ['x'] } },
    },
    objects: {
      'service-account': {
        metadata: { annotations: { 'azure.workload.identity/client-id': CLIENT } },
      },
      'web/deployment': {
        spec: { template: { metadata: { labels: { 'azure.workload.identity/use': 'true' } } } },
      },
      'nightly/cron-job': {
        spec: {
          jobTemplate: {
            spec: { template: { metadata: { labels: { 'azure.workload.identity/use': 'true' } } } },
          },
        },
      },
    },
  },
  'the pods are nobody: their ServiceAccount is made by somebody else': {
    spec: { serviceAccount: { name: 'shared', create: false, identity: { aws: { role: ROLE } } } },
    complaints: ['SW2181 serviceAccount.identity'],
    says: [`kubectl annotate serviceaccount shared eks.amazonaws.com/role-arn=${ROLE}`],
  },
  'the name of a role instead of its ARN': {
    spec: { serviceAccount: { identity: { aws: { role: 'app' } } } },
    complaints: ['SW1001 serviceAccount.identity.aws.role'],
  },
};
