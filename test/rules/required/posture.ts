/** Mistakes of exposures, migrations, images, and what a restricted namespace refuses. */

import { nginxIngress } from '../../../lib/index.ts';
import { deployment, object, type Requirement, type Requirements } from './requirement.ts';

const tls = { issuer: 'le' };
const exposed = (options: object) => ({
  expose: nginxIngress({ host: 'a.example', tls, ...options }),
});

const restricted = object(
  'v1',
  'Namespace',
  {},
  {
    name: 'strict',
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
);

const accepted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A pod of a restricted namespace, but for one member. */
function insecure(
  code: `SW${string}`,
  {
    securityContext,
    ...container
  }: { readonly securityContext?: object; readonly [key: string]: unknown },
  pod: object = {},
): Requirement {
  const own = { ...container, securityContext: { ...accepted, ...securityContext } };
  return {
    objects: [restricted, deployment({ container: own, pod, namespace: 'strict' })],
    ...{ code, severity: 'error' },
  };
}

const context = (securityContext: object) => ({ securityContext });

const job = (annotations?: object, container?: object) =>
  object(
    'batch/v1',
    'Job',
    {
      activeDeadlineSeconds: 60,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'migrate', image: 'ghcr.io/acme/app:1.0.0', ...container }],
        },
      },
    },
    { name: 'app-migrate', annotations },
  );

export const posture: Requirements = {
  'an option that the exposure cannot say': {
    spec: exposed({ requestHeaders: { remove: ['x-a'] }, controller: 'ingress-nginx' }),
    ...{ code: 'SW2110', severity: 'error' },
  },
  'a controller that is no longer maintained': {
    spec: exposed({ controller: 'ingress-nginx' }),
    ...{ code: 'SW2115', severity: 'warning' },
  },
  'a snippet that nobody consented to': {
    spec: exposed({ annotations: { 'nginx.org/server-snippets': 'return 418;' } }),
    ...{ code: 'SW2121', severity: 'error' },
  },
  'a job that keeps its name when its image changes': {
    objects: [job()],
    ...{ code: 'SW4213', severity: 'error' },
  },
  'a hook before the release that reads what the release brings': {
    objects: [
      object('v1', 'ConfigMap', {}),
      job(
        { 'helm.sh/hook': 'pre-install,pre-upgrade' },
        { envFrom: [{ configMapRef: { name: 'app' } }] },
      ),
    ],
    ...{ code: 'SW4214', severity: 'error' },
  },
  'a container that may gain privileges': insecure(
    'SW4021',
    context({ allowPrivilegeEscalation: undefined }),
  ),
  'a container that keeps its capabilities': insecure('SW4022', context({ capabilities: {} })),
  'a container with a capability more': insecure(
    'SW4022',
    context({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
  ),
  'a container that may run as root': insecure('SW4023', context({ runAsNonRoot: undefined })),
  'a container that runs as root': insecure('SW4023', context({ runAsUser: 0 })),
  'a container without a seccomp profile': insecure(
    'SW4024',
    context({ seccompProfile: undefined }),
  ),
  'a container with its seccomp profile switched off': insecure(
    'SW4024',
    context({ seccompProfile: { type: 'Unconfined' } }),
  ),
  'a volume of the node': insecure(
    'SW4026',
    {},
    {
      volumes: [{ name: 'a', hostPath: { path: '/var' } }],
    },
  ),
  'a volume of another kind than restricted ones': insecure(
    'SW4026',
    {},
    {
      volumes: [{ name: 'a', nfs: { server: 'a', path: '/' } }],
    },
  ),
  'the network of the node': insecure('SW4025', {}, { hostNetwork: true }),
  'the processes of the node': insecure('SW4025', {}, { hostPID: true }),
  'the memory of the node': insecure('SW4025', {}, { hostIPC: true }),
  'a port of the node': insecure('SW4025', {
    ports: [{ containerPort: 8000, hostPort: 80 }],
  }),
  'all privileges': insecure('SW4025', context({ privileged: true })),
  'the host process of Windows': insecure(
    'SW4025',
    context({ windowsOptions: { hostProcess: true } }),
  ),
  'a hook that asks another host': insecure('SW4027', {
    lifecycle: { preStop: { httpGet: { host: 'a.example', port: 80 } } },
  }),
  'a setting of the kernel': insecure(
    'SW4028',
    {},
    {
      securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] },
    },
  ),
  'another view of the processes': insecure('SW4028', context({ procMount: 'Unmasked' })),
  'AppArmor switched off': insecure('SW4028', context({ appArmorProfile: { type: 'Unconfined' } })),
  'a user of SELinux': insecure('SW4028', context({ seLinuxOptions: { user: 'root' } })),
  'an image by a tag that moves': {
    spec: { image: { repository: 'ghcr.io/acme/app', tag: 'latest' } },
    ...{ code: 'SW2332', severity: 'error' },
  },
  'an image without a tag': {
    objects: [deployment({ container: { image: 'ghcr.io/acme/app' } })],
    ...{ code: 'SW4301', severity: 'error' },
  },
  'an image without a digest': { spec: {}, code: 'SW2331', severity: 'note' },
};
