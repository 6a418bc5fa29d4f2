// The servers beside gunicorn that are measured, and what is known of each.
import { granian, hypercorn, uvicorn, uwsgi } from '../../../lib/servers/index.ts';
import type { Profile } from './conformance.ts';

/** Everything that is not gunicorn fits into one environment; versions are pinned by its constraints. */
export const PYTHON_REQUIREMENTS = ['granian', 'hypercorn', 'pyuwsgi', 'uvicorn'] as const;

const app = 'application:asgi';

/** How servers that cannot be told otherwise treat idle connections: cut at once. */
const CUT = {
  requirements: PYTHON_REQUIREMENTS,
  reuse: 'lost',
  slowStop: false,
} as const satisfies Partial<Profile>;

/** uvicorn started by our file answers on idle connections until it has said goodbye. */
const FAREWELL = {
  requirements: PYTHON_REQUIREMENTS,
  reuse: 'answered',
  slowStop: false,
  findings: [],
} as const satisfies Partial<Profile>;

/** Servers that keep their plan. */
export const PYTHON_PROFILES: readonly Profile[] = [
  {
    ...FAREWELL,
    title: 'uvicorn in one process',
    server: uvicorn({ app }),
    // It ends itself by the signal it got; as process 1 of a container, where that does nothing, by 0.
    exit: { code: null, signal: 'SIGTERM' },
  },
  {
    ...FAREWELL,
    title: 'uvicorn with two workers',
    server: uvicorn({ app, workers: 2 }),
  },
  {
    ...FAREWELL,
    title: 'granian asgi',
    server: granian({ app }),
    findings: ['SW2018'],
    scheme: 'http',
  },
  {
    ...FAREWELL,
    title: 'granian wsgi',
    server: granian({ app: 'application:wsgi', interface: 'wsgi', workers: 2 }),
    findings: ['SW2018'],
    scheme: 'http',
  },
  {
    ...CUT,
    title: 'hypercorn',
    server: hypercorn({ app }),
    findings: ['SW2005', 'SW2018'],
    scheme: 'http',
  },
  {
    title: 'uWSGI',
    // pyuwsgi is uWSGI as a wheel: nothing is compiled.
    requirements: PYTHON_REQUIREMENTS,
    server: uwsgi({ app: 'application:wsgi' }),
    reuse: 'none',
    slowStop: false,
    findings: [],
  },
];

/** A server that does not, which is why its plan is refused. */
export const CUT_WORKERS: Profile = {
  ...CUT,
  title: 'hypercorn with two workers',
  server: hypercorn({ app, workers: 2 }),
  findings: ['SW2005', 'SW2018', 'SW2021'],
  scheme: 'http',
};
