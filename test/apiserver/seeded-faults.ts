// Mistakes that people make, each planted into a service that is otherwise accepted.
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { isKubernetesObject, withAt } from '../support/kubernetes-object.ts';
import type { Kind } from './a-careful-service.ts';
import { carefulService } from './a-careful-service.ts';
import type { Release } from './api-server.ts';
import { releases } from './api-server.ts';
import type { Problem } from './dry-run.ts';

/** One mistake: where it is planted, and by which complaint the server shows that it saw it. */
export interface Fault {
  readonly title: string;
  readonly object: KubernetesObject;
  /** The way in which the object is sent that must bring the complaint. */
  readonly by: Problem['by'];
  readonly status: number;
  readonly message: string;
  /** The releases that see it. */
  readonly releases: readonly Release[];
}

type Path = readonly (string | number)[];
type Expected = Pick<Fault, 'status' | 'message'> & Partial<Fault>;

const container: Path = ['spec', 'template', 'spec', 'containers', 0];

function plant(
  title: string,
  kind: Kind,
  path: Path,
  value: unknown,
  { by = 'create', status, message, releases: seenBy = releases }: Expected,
): Fault {
  const object = withAt(carefulService[kind], path, value);
  if (!isKubernetesObject(object)) throw new Error(`${title}: not an object any more`);
  return { title, object, by, status, message, releases: seenBy };
}

/** The faults; each must be refused by every release, unless it says by which. */
export const seededFaults: readonly Fault[] = [
  plant('an unknown field, replica for replicas', 'Deployment', ['spec', 'replica'], 2, {
    status: 400,
    message: 'unknown field "spec.replica"',
  }),
  plant('replicas as a text', 'Deployment', ['spec', 'replicas'], '2', {
    status: 400,
    message: 'cannot unmarshal string',
  }),
  plant('an environment value as a number', 'Deployment', [...container, 'env', 0, 'value'], 1, {
    status: 400,
    message: 'cannot unmarshal number',
  }),
  plant('memory in MB', 'Deployment', [...container, 'resources', 'limits', 'memory'], '512MB', {
    status: 400,
    message: 'quantities must match',
  }),
  plant(
    'memory in thousandths of a byte, 512m for 512Mi',
    'Deployment',
    [...container, 'resources', 'limits', 'memory'],
    '512m',
    { status: 422, message: 'must be less than or equal to memory limit' },
  ),
  plant(
    'a request above its limit',
    'Deployment',
    [...container, 'resources', 'requests', 'memory'],
    '1Gi',
    { status: 422, message: 'must be less than or equal to memory limit of 512Mi' },
  ),
  plant('imagePullPolicy always', 'Deployment', [...container, 'imagePullPolicy'], 'always', {
    status: 422,
    message: 'Unsupported value: "always"',
  }),
  plant('strategy Rolling', 'Deployment', ['spec', 'strategy', 'type'], 'Rolling', {
    status: 422,
    message: 'spec.strategy',
  }),
  plant(
    'a selector that does not match the template',
    'Deployment',
    ['spec', 'template', 'metadata', 'labels', 'app.kubernetes.io/component'],
    'api',
    { status: 422, message: '`selector` does not match template `labels`' },
  ),
  plant(
    'neither surge nor unavailability',
    'Deployment',
    ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
    0,
    { status: 422, message: 'may not be 0 when `maxSurge` is 0' },
  ),
  plant('a container without a name', 'Deployment', [...container, 'name'], undefined, {
    status: 422,
    message: 'name: Required value',
  }),
  plant('port 70000', 'Deployment', [...container, 'ports', 0, 'containerPort'], 70000, {
    status: 422,
    message: 'must be between 1 and 65535',
  }),
  plant(
    'a port name of sixteen letters',
    'Deployment',
    [...container, 'ports', 0, 'name'],
    'abcdefghijklmnop',
    { status: 422, message: 'must be no more than 15 characters' },
  ),
  plant(
    'a mount of a volume that is not there',
    'Deployment',
    [...container, 'volumeMounts', 0, 'name'],
    'nope',
    { status: 422, message: 'Not found: "nope"' },
  ),
  plant(
    'a probe with two handlers',
    'Deployment',
    [...container, 'livenessProbe', 'exec'],
    { command: ['true'] },
    { status: 422, message: 'may not specify more than 1 handler type' },
  ),
  plant(
    'an environment variable written twice',
    'Deployment',
    [...container, 'env', 1],
    { name: 'DJANGO_SETTINGS_MODULE', value: 'other' },
    { by: 'apply', status: 500, message: 'duplicate entries for key' },
  ),
  plant(
    'a pod that may run as root',
    'Deployment',
    ['spec', 'template', 'spec', 'securityContext', 'runAsNonRoot'],
    undefined,
    { by: 'pod', status: 403, message: 'runAsNonRoot != true' },
  ),
  plant(
    'a privileged container',
    'Deployment',
    [...container, 'securityContext'],
    { privileged: true },
    { by: 'pod', status: 403, message: 'privileged' },
  ),
  plant(
    'a pod of a service account that is not there',
    'Deployment',
    ['spec', 'template', 'spec', 'serviceAccountName'],
    'nobody',
    { by: 'pod', status: 403, message: 'service account faults/nobody' },
  ),
  plant('a Service name that begins with a digit', 'Service', ['metadata', 'name'], '1shop', {
    status: 422,
    message: 'metadata.name: Invalid value: "1shop"',
    // Allowed since 1.34 (feature gate RelaxedServiceNameValidation): a reason to ask the oldest release too.
    releases: ['1.30'],
  }),
  plant('two nameless ports', 'Service', ['spec', 'ports'], [{ port: 80 }, { port: 81 }], {
    status: 422,
    message: 'spec.ports[0].name: Required value',
  }),
  plant(
    'a host with a scheme',
    'Ingress',
    ['spec', 'rules', 0, 'host'],
    'https://shop.example.com',
    {
      status: 422,
      message: 'spec.rules[0].host',
    },
  ),
  plant(
    'a path without pathType',
    'Ingress',
    ['spec', 'rules', 0, 'http', 'paths', 0, 'pathType'],
    undefined,
    { status: 422, message: 'pathType must be specified' },
  ),
  plant('a minimum above the maximum', 'HorizontalPodAutoscaler', ['spec', 'minReplicas'], 11, {
    status: 422,
    message: 'must be greater than or equal to `minReplicas`',
  }),
  plant('a budget with both bounds', 'PodDisruptionBudget', ['spec', 'minAvailable'], 1, {
    status: 422,
    message: 'minAvailable and maxUnavailable cannot be both set',
  }),
  plant('a budget of a removed version', 'PodDisruptionBudget', ['apiVersion'], 'policy/v1beta1', {
    status: 404,
    message: 'no PodDisruptionBudget in policy/v1beta1 is served',
  }),
  plant('minute 61', 'CronJob', ['spec', 'schedule'], '61 * * * *', {
    status: 422,
    message: 'above maximum (59)',
  }),
  plant('a time zone nobody lives in', 'CronJob', ['spec', 'timeZone'], 'Europe/Atlantis', {
    status: 422,
    message: 'unknown time zone',
  }),
  plant(
    'an exception outside of its block',
    'NetworkPolicy',
    ['spec', 'egress', 0, 'to', 0, 'ipBlock', 'except', 0],
    '192.168.0.0/16',
    { status: 422, message: 'must be a strict subset of' },
  ),
  plant('a key with a slash', 'ConfigMap', ['data', 'a/b'], 'text', {
    status: 422,
    message: 'a valid config key must consist of',
  }),
  plant('a namespace that is not there', 'ConfigMap', ['metadata', 'namespace'], 'nowhere', {
    status: 404,
    message: 'namespaces "nowhere" not found',
  }),
  plant('an unknown field of a route', 'HTTPRoute', ['spec', 'hostname'], 'shop.example.com', {
    status: 400,
    message: 'unknown field "spec.hostname"',
  }),
  plant(
    'a route that redirects and forwards at once',
    'HTTPRoute',
    ['spec', 'rules', 0, 'filters'],
    [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
    { status: 422, message: 'RequestRedirect filter must not be used together with backendRefs' },
  ),
];
