/** Manifest rule: a server started by a command is not given options that fail under load. */

import type { Severity } from '../../diagnostics/diagnostic.ts';
import { at, textsAt } from '../manifests/data.ts';
import { type ManifestSet, objectsOf, sameNamespace } from '../manifests/manifest-set.ts';
import { aboutServing, type PodTemplate } from '../manifests/pod-template.ts';
import { servicesOf } from '../manifests/services-of.ts';
import { labelSelector, selects } from '../manifests/selector.ts';
import { type ServerCommand, serverCommandOf } from '../manifests/server-command.ts';
import type { ManifestRule } from '../rule.ts';

/** How long nginx keeps idle connections to pods, by default. */
const POOL_SECONDS = 60;

/** SW4223. @see https://docs.gunicorn.org/en/stable/settings.html */
export const serverOptionsUnsafe: ManifestRule = {
  code: 'SW4223',
  name: 'server-options-unsafe',
  level: 'manifest',
  severity: 'error',
  summary: 'A server is started with options that lose requests or trust everybody.',
  because: 'Everything works while it is tried out, and fails now and then under load.',
  check: (set) =>
    aboutServing(set.pods, (pod, container) => {
      const command = serverCommandOf(set, pod, container);
      return command === undefined ? [] : problemsOf(command, set, pod);
    }),
};

interface Problem {
  readonly severity?: Severity;
  readonly message: string;
  readonly because?: string;
  readonly fix: string;
}

function problemsOf(
  command: ServerCommand,
  set: ManifestSet,
  pod: PodTemplate,
): readonly Problem[] {
  const everybody = trustProblems(command, set, pod);
  switch (command.server) {
    case 'gunicorn':
      return [...everybody, ...classProblems(command), ...recycleProblems(command)];
    case 'uvicorn':
      return everybody;
    case 'granian':
      return granianProblems(command, set, pod);
    case 'uwsgi':
      return command.readsFile ? [] : uwsgiProblems(command);
    case 'hypercorn':
    case 'nginx':
      return [];
  }
}

function trustProblems(
  command: ServerCommand,
  set: ManifestSet,
  pod: PodTemplate,
): readonly Problem[] {
  if (!command.valuesOf('--forwarded-allow-ips').includes('*') || keptOut(set, pod)) return [];
  return [
    {
      message:
        '--forwarded-allow-ips=* believes forwarded headers of everybody, and no NetworkPolicy keeps anybody out.',
      because: 'Whoever reaches the pod chooses the address and scheme the application sees.',
      fix: 'Name the addresses of the proxy, or add a NetworkPolicy that lets it in alone.',
    },
  ];
}

function keptOut(set: ManifestSet, pod: PodTemplate): boolean {
  return objectsOf(set, 'NetworkPolicy')
    .filter((policy) => sameNamespace(policy, pod.owner))
    .some((policy) => {
      const types = at(policy.body, 'spec', 'policyTypes');
      const selector = labelSelector(at(policy.body, 'spec', 'podSelector'));
      return (
        (types === undefined || textsAt(policy.body, 'spec', 'policyTypes').includes('Ingress')) &&
        selector !== undefined &&
        selects(selector, pod.labels)
      );
    });
}

function classProblems(command: ServerCommand): readonly Problem[] {
  return command.valuesOf('--worker-class', '-k').includes('eventlet')
    ? [
        {
          message: 'gunicorn has no worker class eventlet any more: 26 removed it.',
          because: 'The container ends as soon as it starts.',
          fix: 'Use gthread; gevent where the application was written for it (with the package gunicorn[gevent]).',
        },
      ]
    : [];
}

function recycleProblems(command: ServerCommand): readonly Problem[] {
  const [most = '0'] = command.valuesOf('--max-requests');
  if (command.readsFile || most === '' || most === '0') return [];
  const workers = Number(command.valuesOf('--workers', '-w')[0] ?? '1');
  return [
    ...(workers === 1
      ? [
          {
            severity: 'warning' as const,
            message: `The only worker restarts every ${most} requests, and nobody answers meanwhile.`,
            fix: 'Add `--workers 2`, or leave --max-requests out.',
          },
        ]
      : []),
    ...(command.has('--max-requests-jitter')
      ? []
      : [
          {
            severity: 'warning' as const,
            message: `All workers restart after the same ${most} requests, at about the same time.`,
            fix: 'Add `--max-requests-jitter` with a tenth of it.',
          },
        ]),
  ];
}

/** @see https://github.com/emmett-framework/granian#options: `--http1-header-read-timeout` ends at 60 s */
function granianProblems(
  command: ServerCommand,
  set: ManifestSet,
  pod: PodTemplate,
): readonly Problem[] {
  const closes =
    command.has('--no-http1-keep-alive') ||
    command.valuesOf('--http1-keep-alive').some((value) => /^(?:0|false|no)$/i.test(value));
  return !closes && isProxied(set, pod)
    ? [
        {
          message: `granian keeps idle connections for ${POOL_SECONDS} s at most when it is started by its command; proxies reuse them as long.`,
          because: 'A request over a connection that is just being closed is a 502.',
          fix: 'Add `--no-http1-keep-alive`, or start granian by a program that sets a longer header_read_timeout.',
        },
      ]
    : [];
}

/** Whether a route leads to a Service of the pod. */
function isProxied(set: ManifestSet, pod: PodTemplate): boolean {
  const names = servicesOf(set, pod).map(({ name }) => JSON.stringify(name));
  return objectsOf(set, 'Ingress', 'HTTPRoute', 'VirtualServer', 'VirtualServerRoute').some(
    (route) =>
      sameNamespace(route, pod.owner) &&
      names.some((name) => JSON.stringify(at(route.body, 'spec')).includes(name)),
  );
}

/** @see https://uwsgi-docs.readthedocs.io/en/latest/HTTP.html; http11-socket closes after socket-timeout, 4 s (measured 2026-11-22, 2.0.30) */
function uwsgiProblems(command: ServerCommand): readonly Problem[] {
  const because = 'A proxy sends requests over connections that are closed: 502 now and then.';
  const announced = command
    .valuesOf('--add-header')
    .some((value) => /^connection:?/i.test(value.trim()));
  const kept = Number(command.valuesOf('--socket-timeout')[0] ?? '4');
  return [
    ...(command.has('--http-socket') && !announced
      ? [
          {
            message: 'http-socket closes each connection and does not say so.',
            because,
            fix: "Add `--add-header 'Connection: close'`.",
          },
        ]
      : []),
    ...(command.has('--http11-socket') && kept <= POOL_SECONDS
      ? [
          {
            message: `http11-socket closes idle connections after ${kept} s; proxies reuse them for ${POOL_SECONDS} s.`,
            because,
            fix: "Use `--http-socket` with `--add-header 'Connection: close'`.",
          },
        ]
      : []),
  ];
}
