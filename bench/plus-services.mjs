// The yardstick: what a careful author writes by hand with cdk8s and cdk8s-plus-28 for the objects slipway makes of a full service.
// Usage: node bench/plus-services.mjs <number of services> <output folder>
import { ApiObject, App, Chart, Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';

const [count = '1', outdir = 'bench-out'] = process.argv.slice(2);
const app = new App({ outdir });
for (let index = 0; index < Number(count); index += 1)
  service(new Chart(app, `shop-${index}`, { namespace: 'shop' }), `shop-${index}`);
app.synth();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stderr.write(`maxrss ${maxRSS} cpu ${userCPUTime + systemCPUTime}\n`);

function service(chart, name) {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
  const metadata = (part) => ({
    name: part === '' ? name : `${name}-${part}`,
    labels: { ...labels, 'app.kubernetes.io/component': part },
  });
  new kplus.Namespace(chart, 'namespace', { metadata: { name: `${name}-ns` } });
  const account = new kplus.ServiceAccount(chart, 'account', { metadata: metadata('') });
  const files = new kplus.ConfigMap(chart, 'files', {
    metadata: metadata('files'),
    data: {
      'gunicorn.conf.py':
        'bind = "0.0.0.0:8000"\nworkers = 2\nthreads = 16\ngraceful_timeout = 30\nkeepalive = 75\n'.repeat(
          12,
        ),
    },
  });
  const secret = kplus.Secret.fromSecretName(chart, 'secret', 'shop-db');
  const container = (part, command, port) => ({
    name: part,
    image: 'ghcr.io/acme/shop:1.4.2',
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    command,
    ...(port ? { ports: [{ number: 8000, name: 'http' }] } : {}),
    envVariables: {
      DJANGO_SETTINGS_MODULE: kplus.EnvValue.fromValue('shop.settings'),
      DATABASE_URL: kplus.EnvValue.fromSecretValue({ secret, key: 'url' }),
      PYTHONUNBUFFERED: kplus.EnvValue.fromValue('1'),
    },
    resources: {
      cpu: { request: kplus.Cpu.millis(250) },
      memory: { request: Size.mebibytes(512), limit: Size.mebibytes(512) },
    },
    securityContext: {
      user: 10001,
      group: 10001,
      readOnlyRootFilesystem: true,
      ensureNonRoot: true,
    },
    ...(port
      ? {
          readiness: kplus.Probe.fromHttpGet('/healthz', {
            port: 8000,
            periodSeconds: Duration.seconds(5),
          }),
          liveness: kplus.Probe.fromTcpSocket({ port: 8000 }),
          startup: kplus.Probe.fromHttpGet('/healthz', { port: 8000, failureThreshold: 30 }),
        }
      : {}),
  });
  const common = {
    serviceAccount: account,
    automountServiceAccountToken: false,
    securityContext: { ensureNonRoot: true, user: 10001, group: 10001, fsGroup: 10001 },
  };
  const web = new kplus.Deployment(chart, 'web', {
    ...common,
    metadata: metadata('web'),
    podMetadata: { labels: metadata('web').labels },
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.percent(25),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
    }),
    terminationGracePeriod: Duration.seconds(47),
  });
  const main = web.addContainer(
    container(
      'web',
      ['gunicorn', '-c', '/etc/gunicorn/gunicorn.conf.py', 'shop.wsgi:application'],
      true,
    ),
  );
  main.mount('/etc/gunicorn', kplus.Volume.fromConfigMap(chart, 'files-volume', files));
  main.mount('/tmp', kplus.Volume.fromEmptyDir(chart, 'web-tmp', 'tmp'));
  const exposed = web.exposeViaService({
    name: `${name}-web`,
    ports: [{ port: 80, targetPort: 8000, name: 'http' }],
  });
  const worker = new kplus.Deployment(chart, 'mail', {
    ...common,
    metadata: metadata('mail'),
    podMetadata: { labels: metadata('mail').labels },
    replicas: 1,
  });
  worker
    .addContainer(container('mail', ['celery', '-A', 'shop', 'worker'], false))
    .mount('/tmp', kplus.Volume.fromEmptyDir(chart, 'mail-tmp', 'tmp'));
  const reports = new kplus.Deployment(chart, 'reports', {
    ...common,
    metadata: metadata('reports'),
    podMetadata: { labels: metadata('reports').labels },
  });
  reports
    .addContainer(container('reports', ['celery', '-A', 'shop', 'worker', '-Q', 'reports'], false))
    .mount('/tmp', kplus.Volume.fromEmptyDir(chart, 'reports-tmp', 'tmp'));
  new kplus.HorizontalPodAutoscaler(chart, 'reports-hpa', {
    metadata: metadata('reports'),
    target: reports,
    minReplicas: 1,
    maxReplicas: 4,
    metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(80))],
  });
  new kplus.HorizontalPodAutoscaler(chart, 'hpa', {
    metadata: metadata('web'),
    target: web,
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
  });
  new ApiObject(chart, 'pdb', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata('web'),
    spec: { maxUnavailable: 1, selector: { matchLabels: metadata('web').labels } },
  });
  new kplus.CronJob(chart, 'cleanup', {
    ...common,
    metadata: metadata('cleanup'),
    schedule: Cron.schedule({ minute: '0', hour: '3' }),
    containers: [container('cleanup', ['python', 'manage.py', 'clearsessions'], false)],
  });
  new kplus.Job(chart, 'migrate', {
    ...common,
    metadata: metadata('migrate'),
    backoffLimit: 0,
    containers: [container('migrate', ['python', 'manage.py', 'migrate'], false)],
  });
  new kplus.NetworkPolicy(chart, 'policy', {
    metadata: metadata(''),
    selector: web,
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
    egress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
  });
  new kplus.NetworkPolicy(chart, 'policy-web', {
    metadata: metadata('web'),
    selector: web,
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
  });
  new kplus.Ingress(chart, 'ingress', {
    metadata: metadata(''),
    className: 'nginx',
    rules: [
      { host: 'shop.example.com', path: '/', backend: kplus.IngressBackend.fromService(exposed) },
    ],
  });
}
