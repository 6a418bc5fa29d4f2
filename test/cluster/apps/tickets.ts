// The app of a project as a user writes it: tickets, the shop's image in two slots, sized for a node of two cores.
import {
  App,
  ServiceChart,
  blueGreen,
  defineService,
  environmentsOf,
  gunicorn,
  internal,
  postgres,
  secretRef,
} from '../../../lib/index.ts';

const tickets = defineService({
  name: 'tickets',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
  web: {
    server: gunicorn({ app: 'shop.wsgi:application' }),
    health: '/healthz',
    scale: { min: 2, max: 4, cpu: 70 },
  },
  resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '384Mi' } },
  migrate: {
    command: ['python', 'manage.py', 'migrate', '--noinput'],
    check: ['python', 'manage.py', 'migrate', '--check'],
  },
  config: { DJANGO_SETTINGS_MODULE: 'shop.settings' },
  needs: {
    db: postgres({
      url: { DATABASE_URL: secretRef('shop-db', 'url') },
      connections: { max: 600 },
    }),
  },
  expose: internal(),
  rollout: blueGreen({ active: 'blue', warmReplicas: 3 }),
  environments: { production: { namespace: 'tickets' } },
});

const app = new App();
for (const environment of environmentsOf(tickets)) new ServiceChart(app, tickets, { environment });
app.synth();
