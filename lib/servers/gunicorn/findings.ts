/** servers › gunicorn: what is wrong, or worth knowing, about the options in their circumstances. */

import type { Finding } from '../../model/finding.ts';
import type { ServerInput } from '../../model/server.ts';
import { metricsPortFindings } from '../metrics-port.ts';
import { recycleFindings } from '../recycle-finding.ts';
import { settingFindings } from '../known-settings.ts';
import { idleCutFinding } from '../idle-cut-finding.ts';
import { schemeUnreadFinding } from '../scheme-unread-finding.ts';
import { trustFindings } from '../trust-findings.ts';
import { overridingVariableFindings } from '../overriding-variables.ts';
import { unreadVariableFindings } from '../unread-variables.ts';
import { memoryFindings } from '../worker-memory.ts';
import type { Concurrency } from './concurrency.ts';
import type { GunicornOptions, WorkerClass } from './options.ts';
import { GUNICORN_SETTINGS } from './settings.ts';
import { GUNICORN_VARIABLES } from './variables.ts';
import { type VersionRange, isExactly, isOlder, mayBe } from './version.ts';

/** What the findings are made from. */
export interface GunicornCase {
  readonly options: GunicornOptions;
  readonly workerClass: WorkerClass;
  readonly range: VersionRange;
  readonly concurrency: Concurrency;
  readonly input: ServerInput;
  readonly metricsPort?: number;
}

/** All findings, in the order of their codes. */
export function gunicornFindings(given: GunicornCase): readonly Finding[] {
  const at = `${given.input.process}.server`;
  const all = [
    ...settingFindings(given.options.settings, GUNICORN_SETTINGS, given.input.process),
    ...versionFindings(given, at),
    ...recycleFindings(given.options.maxRequests, given.concurrency.workers, given.input),
    ...workerFindings(given, at),
    ...memoryFindings(given.concurrency.count, given.options.memoryPerWorker, given.input),
    ...trustFindings(given.options.trustedProxies, given.input),
    ...networkFindings(given, at),
    ...metricsPortFindings(given.metricsPort, given.input),
    ...textFindings(given, at),
    ...overridingVariableFindings(given.input, GUNICORN_VARIABLES),
    ...unreadVariableFindings(given.input, 'gunicorn'),
  ];
  return given.input.socket === undefined
    ? all
    : all.filter(({ code }) => !IDLE_CONNECTIONS.includes(code));
}

/** Behind a proxy in the pod there are no idle connections, so nothing that happens to them matters. */
const IDLE_CONNECTIONS = ['SW2004', 'SW2005'];

function versionFindings(
  { workerClass, range, input }: GunicornCase,
  at: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (workerClass === 'asgi' && isOlder(range, [24, 0, 0])) {
    findings.push({
      code: 'SW2003',
      name: 'gunicorn-worker-class-missing',
      severity: 'error',
      path: `${at}.workerClass`,
      message: `gunicorn ${range.text} has no worker class \`asgi\`.`,
      because: 'It came with 24.0 and is called stable since 25.1.',
      fix: 'Use `uvicorn` with the package uvicorn-worker, or gunicorn 27.0.1 or newer.',
    });
  }
  const known = range.text !== undefined;
  if (workerClass === 'gthread' && known && mayBe(range, [24, 0, 0], [27, 0, 0])) {
    findings.push({
      code: 'SW2004',
      name: 'gunicorn-slow-stop',
      severity: 'warning',
      path: `${at}.version`,
      message: `gunicorn ${range.text} gthread takes all of its ${input.gracefulTimeoutSeconds} s to stop while a proxy keeps idle connections to it.`,
      because:
        'From 24.0 to 26.x idle connections stay open until graceful_timeout. No request is lost, but every stop is slow.',
      fix: 'Use gunicorn 27.0.1 or newer.',
    });
  }
  const firstOf27 = workerClass === 'gthread' && isExactly(range, [27, 0, 0]);
  if (workerClass === 'gthread' && isOlder(range, [24, 0, 0])) {
    const fix = 'Use gunicorn 27.0.1 or newer, which announces the end first.';
    findings.push(idleCutFinding(`gunicorn ${range.text} gthread`, 'note', `${at}.version`, fix));
  }
  if (firstOf27) {
    const fix = 'Use gunicorn 27.0.1, which announces the end first.';
    findings.push(idleCutFinding('gunicorn 27.0.0 gthread', 'warning', `${at}.version`, fix));
  }
  if (workerClass === 'uvicorn') {
    const fix = 'Use the worker class `asgi` of gunicorn 27.0.1, which announces the end first.';
    findings.push(idleCutFinding("uvicorn's worker", 'note', `${at}.workerClass`, fix));
  }
  if (
    workerClass === 'asgi' &&
    input.behindProxy &&
    known &&
    mayBe(range, [24, 0, 0], [27, 0, 0])
  ) {
    const fix = 'Use gunicorn 27.0.1 or newer, or the worker class `uvicorn`.';
    findings.push(schemeUnreadFinding(`gunicorn ${range.text} asgi`, `${at}.version`, fix));
  }
  if (isOlder(range, [23, 0, 0])) {
    findings.push({
      code: 'SW2006',
      name: 'gunicorn-version-unmeasured',
      severity: 'warning',
      path: `${at}.version`,
      message: `gunicorn ${range.text} is older than every version whose behaviour is known here (23 to 27).`,
      because:
        'How long a stop takes is not certain, and versions before 22 let requests be smuggled (CVE-2024-1135).',
      fix: 'Use gunicorn 27.0.1 or newer.',
    });
  }
  return findings;
}

function workerFindings(
  { options, workerClass, concurrency, input }: GunicornCase,
  at: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const { workers } = concurrency;
  if (options.threads !== undefined && workerClass !== 'gthread') {
    findings.push({
      code: 'SW2010',
      name: 'gunicorn-threads-unused',
      severity: 'error',
      path: `${at}.threads`,
      message: `\`threads\` means nothing to ${workerClass} workers.`,
      because:
        workerClass === 'sync'
          ? 'gunicorn would silently run gthread workers instead.'
          : 'They handle requests in an event loop.',
      fix: 'Leave it out, or use the worker class `gthread`.',
    });
  }
  if (options.workerConnections !== undefined && !['gthread', 'gevent'].includes(workerClass)) {
    findings.push({
      code: 'SW2011',
      name: 'gunicorn-connections-unused',
      severity: 'error',
      path: `${at}.workerConnections`,
      message: `\`workerConnections\` means nothing to ${workerClass} workers.`,
      because: 'Only gthread and gevent read worker_connections.',
      fix: 'Leave it out.',
    });
  }
  if (workerClass === 'sync' && (options.workload === 'io' || !input.behindProxy)) {
    findings.push({
      code: 'SW2012',
      name: 'gunicorn-sync-waits',
      severity: 'warning',
      path: `${at}.workerClass`,
      message: `A pod answers ${workers} requests at once with sync workers, and ${input.behindProxy ? 'requests that wait' : 'slow clients'} hold them up.`,
      because:
        'With requests that wait, sync workers reached 0.02–0.34 of what gthread does in the same memory (measured 2026-11-22, gunicorn 27.0.1).',
      fix: 'Use `gthread`, the default.',
    });
  }
  return findings;
}

function networkFindings({ options, range }: GunicornCase, at: string): readonly Finding[] {
  const trusted = options.trustedProxies ?? [];
  const findings: Finding[] = [];
  if (trusted.some((address) => address.includes('/')) && mayBe(range, [0, 0, 0], [24, 1, 0])) {
    findings.push({
      code: 'SW2015',
      name: 'gunicorn-networks-unknown',
      severity: isOlder(range, [24, 1, 0]) ? 'error' : 'warning',
      path: `${at}.trustedProxies`,
      message: `Networks are understood from gunicorn 24.1 on; ${range.text === undefined ? 'the version is not said' : `this is ${range.text}`}.`,
      because: 'Older versions refuse to start.',
      fix: 'Say `version`, or name single addresses.',
    });
  }
  return findings;
}

function textFindings({ options, metricsPort }: GunicornCase, at: string): readonly Finding[] {
  const findings: Finding[] = [];
  const hooks = metricsPort === undefined ? [] : ['when_ready', 'child_exit'];
  const clash = definedNames(options.append ?? '').find(
    (name) => GUNICORN_SETTINGS.derived.has(name) || hooks.includes(name),
  );
  if (clash !== undefined) {
    findings.push({
      code: 'SW2017',
      name: 'gunicorn-append-overrides',
      severity: 'error',
      path: `${at}.append`,
      message: `The appended Python defines \`${clash}\`, which the configuration above it has defined.`,
      because: 'The later definition would win, and what was derived would no longer hold.',
      fix:
        GUNICORN_SETTINGS.derived.get(clash) ?? 'Use another hook, or serve the metrics yourself.',
    });
  }
  return findings;
}

/** Names assigned or defined at the outermost level of Python source. */
function definedNames(python: string): readonly string[] {
  return [...python.matchAll(/^(?:def\s+(\w+)|(\w+)\s*(?::[^=\n]*)?=(?!=))/gm)].map(
    ([, hook, setting]) => hook ?? setting ?? '',
  );
}
