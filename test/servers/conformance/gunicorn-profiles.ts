// The versions and worker classes of gunicorn that are measured, and what is known of each.
import { type WorkerClass, gunicorn } from '../../../lib/servers/index.ts';
import type { Profile } from './conformance.ts';

/** Oldest and newest of each supported line. */
export const VERSIONS = ['23.0.0', '25.3.0', '26.2.0', '27.0.1'] as const;
/** Measured because a finding warns of it. */
export const BROKEN_VERSION = '27.0.0';
const CLASSES = ['sync', 'gthread', 'gevent', 'asgi', 'uvicorn'] as const;

/** Everything a version of gunicorn needs for all worker classes. */
export function requirementsOf(version: string): readonly string[] {
  return [`gunicorn[gevent]==${version}`, 'uvicorn', 'uvicorn-worker', 'prometheus-client'];
}

/** The profile of one version and worker class. */
export function profileOf(version: string, workerClass: WorkerClass): Profile {
  const loop = workerClass === 'asgi' || workerClass === 'uvicorn';
  return {
    title: `gunicorn ${version} ${workerClass}`,
    server: gunicorn({ app: `application:${loop ? 'asgi' : 'wsgi'}`, version, workerClass }),
    requirements: requirementsOf(version),
    reuse: reuseOf(version, workerClass),
    slowStop: isSlow(version, workerClass),
    findings: findingsOf(version, workerClass),
    ...(workerClass === 'asgi' && isBetween(version) ? { scheme: 'http' } : {}),
  };
}

/** All that are measured; gunicorn 23 has no asgi workers. */
export const PROFILES: readonly Profile[] = [
  ...VERSIONS.flatMap((version) =>
    CLASSES.filter((workerClass) => version !== '23.0.0' || workerClass !== 'asgi').map(
      (workerClass) => profileOf(version, workerClass),
    ),
  ),
  profileOf(BROKEN_VERSION, 'gthread'),
];

function reuseOf(version: string, workerClass: WorkerClass): Profile['reuse'] {
  if (workerClass === 'sync') return 'none';
  // Its loop closes idle connections when it turns next, within a second.
  if (workerClass === 'gthread' && version === '23.0.0') return 'either';
  const cut =
    workerClass === 'uvicorn' || (workerClass === 'gthread' && version === BROKEN_VERSION);
  return cut ? 'lost' : 'answered';
}

function isSlow(version: string, workerClass: WorkerClass): boolean {
  if (workerClass === 'gthread') return isBetween(version);
  return workerClass === 'gevent' || workerClass === 'asgi';
}

function findingsOf(version: string, workerClass: WorkerClass): readonly string[] {
  const reuse = reuseOf(version, workerClass);
  if (reuse === 'lost' || reuse === 'either') return ['SW2005'];
  if (!isBetween(version)) return [];
  if (workerClass === 'gthread') return ['SW2004'];
  return workerClass === 'asgi' ? ['SW2018'] : [];
}

/** The lines in which gthread and asgi workers stop in a way of their own. */
function isBetween(version: string): boolean {
  return version.startsWith('25.') || version.startsWith('26.');
}
