// Services that tests describe.
import {
  undecided,
  defineService,
  gunicorn,
  internal,
  type Service,
  type ServiceSpec,
} from '../../lib/index.ts';

/** A service with everything that makes objects; `more` replaces parts of its description. */
export function shop(more: Partial<ServiceSpec> = {}): Service {
  return defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.4.2' },
    web: {
      server: gunicorn({ app: 'shop.wsgi:application' }),
      health: '/healthz',
      scale: { min: 2, max: 4, cpu: 70 },
    },
    migrate: {
      command: ['python', 'manage.py', 'migrate'],
      check: ['python', 'manage.py', 'migrate', '--check'],
    },
    expose: internal(),
    environments: { staging: {}, production: { namespace: 'shop' } },
    ...more,
  });
}

/** A description that is refused: somebody has to decide first. */
export const undecidedConfig = { config: { PUBLIC_NAME: undecided('nobody knows yet') } };
