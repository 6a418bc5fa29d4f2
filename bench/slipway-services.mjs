// The same services as plus-services.mjs, described to slipway.
// Usage: node bench/slipway-services.mjs <number of services>; writes to CDK8S_OUTDIR.
import {
  App,
  ServiceChart,
  defineService,
  gunicorn,
  nginxIngress,
  postgres,
  secretRef,
} from '../build/index.js';

const [count = '1'] = process.argv.slice(2);
/** Workers beside those of every service: each has a dozen values in the chart. */
const more = Number(process.env.BENCH_WORKERS ?? 0);
// The yardstick makes no charts; `npm run bench` measures them apart.
const app = new App({ helm: process.env.BENCH_HELM === 'true' });
for (let index = 0; index < Number(count); index += 1) {
  new ServiceChart(app, service(`shop-${index}`));
}
app.synth();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stderr.write(`maxrss ${maxRSS} cpu ${userCPUTime + systemCPUTime}\n`);

function service(name) {
  return defineService({
    name,
    image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
    web: {
      server: gunicorn({ app: 'shop.wsgi:application' }),
      health: '/healthz',
      scale: { min: 2, max: 10, cpu: 70 },
    },
    workers: {
      mail: { command: ['celery', '-A', 'shop', 'worker'] },
      reports: {
        command: ['celery', '-A', 'shop', 'worker', '-Q', 'reports'],
        scale: { min: 1, max: 4, cpu: 80 },
      },
      ...Object.fromEntries(
        Array.from({ length: more }, (_, index) => [
          `queue-${index}`,
          { command: ['celery', '-A', 'shop', 'worker', '-Q', `queue-${index}`] },
        ]),
      ),
    },
    crons: {
      cleanup: { schedule: '0 3 * * *', command: ['python', 'manage.py', 'clearsessions'] },
    },
    migrate: {
      command: ['python', 'manage.py', 'migrate'],
      check: ['python', 'manage.py', 'migrate', '--check'],
    },
    config: { DJANGO_SETTINGS_MODULE: 'shop.settings' },
    needs: {
      db: postgres({
        url: { DATABASE_URL: secretRef('shop-db', 'url') },
        connections: { max: 1000 },
      }),
    },
    expose: nginxIngress({ host: `${name}.example.com`, tls: { issuer: 'letsencrypt' } }),
  });
}
