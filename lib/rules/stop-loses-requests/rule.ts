/** Manifest rule: a server started by a command stops gracefully, and within a limit. */

import type { Severity } from '../../diagnostics/diagnostic.ts';
import { at, textAt } from '../manifests/data.ts';
import type { ManifestSet } from '../manifests/manifest-set.ts';
import { aboutServing, type PodContainer, type PodTemplate } from '../manifests/pod-template.ts';
import { type ServerCommand, serverCommandOf } from '../manifests/server-command.ts';
import type { ManifestRule } from '../rule.ts';

/** Images whose Dockerfiles say `STOPSIGNAL SIGQUIT`, in whatever registry mirrors them. @see https://github.com/nginx/docker-nginx */
const STOPPED_BY_QUIT =
  /^(?:docker\.io\/)?nginx(?:[:@]|$)|(?:^|\/)(?:library\/nginx|nginx\/nginx|nginxinc\/nginx-unprivileged)(?:[:@]|$)/;
/** What hypercorn waits unless told otherwise. @see hypercorn 0.18.0, config.py graceful_timeout */
const HYPERCORN_SECONDS = 3;

/** SW4222. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
export const stopLosesRequests: ManifestRule = {
  code: 'SW4222',
  name: 'stop-loses-requests',
  level: 'manifest',
  severity: 'error',
  summary: 'A server is started so that it loses requests, or never ends, when it is told to stop.',
  because:
    'Every rollout, scale-down and drain stops pods: what is cut short then is a failed request each time, and what waits without end is cut by SIGKILL.',
  check: (set) => aboutServing(set.pods, (pod, container) => problemsOf(set, pod, container)),
};

interface Problem {
  readonly severity?: Severity;
  readonly message: string;
  readonly fix: string;
}

function problemsOf(
  set: ManifestSet,
  pod: PodTemplate,
  container: PodContainer,
): readonly Problem[] {
  const command = serverCommandOf(set, pod, container);
  if (command?.server === 'nginx' || isNginx(container)) return nginxProblems(container);
  if (command === undefined || command.readsFile) return [];
  switch (command.server) {
    case 'uvicorn':
      return unlimited(command, 'uvicorn', '--timeout-graceful-shutdown');
    case 'granian':
      return unlimited(command, 'granian', '--workers-kill-timeout');
    case 'hypercorn':
      return command.has('--graceful-timeout')
        ? []
        : [
            {
              message: `hypercorn is not told \`--graceful-timeout\`: it gives requests ${HYPERCORN_SECONDS} s when it stops.`,
              fix: 'Add `--graceful-timeout` with the longest request, e.g. 30.',
            },
          ];
    case 'uwsgi':
      return uwsgiProblems(command);
    case 'gunicorn':
      return [];
  }
}

function unlimited(command: ServerCommand, title: string, option: string): readonly Problem[] {
  return command.has(option)
    ? []
    : [
        {
          message: `${title} is not told \`${option}\`: it waits for its last request without end when it stops.`,
          fix: `Add \`${option}\` with the longest request, e.g. 30.`,
        },
      ];
}

/** @see https://uwsgi-docs.readthedocs.io/en/latest/Changelog-2.0.27.html, and core/master.c, core/uwsgi.c of 2.0.30 */
function uwsgiProblems(command: ServerCommand): readonly Problem[] {
  const hooks = command.valuesOf('--hook-master-start').filter((hook) => /unix_signal:/.test(hook));
  const fix =
    "Add `--hook-master-start 'unix_signal:15 grace_them_all'`, `--exit-on-reload` and `--worker-reload-mercy` with the longest request.";
  if (hooks.some((hook) => hook.includes('gracefully_kill_them_all'))) {
    return [
      {
        severity: 'warning',
        message:
          'gracefully_kill_them_all waits for requests without end: neither mercy nor harakiri is enforced meanwhile.',
        fix,
      },
    ];
  }
  if (!hooks.some((hook) => hook.includes('grace_them_all'))) {
    return [
      {
        message: command.has('--die-on-term')
          ? 'With --die-on-term alone uWSGI drops the requests it is working on.'
          : 'Nothing tells uWSGI what to do on SIGTERM: it reloads, drops its requests and does not end.',
        fix,
      },
    ];
  }
  const router = command.has('--http', '--http-to', '--https');
  const reloads = !command.has('--exit-on-reload');
  return [
    ...(router
      ? [
          {
            message: 'The http router of uWSGI is closed first, and its requests with it.',
            fix: 'Use `--http-socket` instead of `--http`.',
          },
        ]
      : []),
    ...(reloads ? [{ message: 'Without --exit-on-reload uWSGI starts again.', fix }] : []),
  ];
}

function isNginx(container: PodContainer): boolean {
  const image = textAt(container.body, 'image') ?? '';
  const path = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return (
    at(container.body, 'command') === undefined &&
    ['nginx', 'nginx-unprivileged'].includes(path.split('/').at(-1) ?? '')
  );
}

function nginxProblems(container: PodContainer): readonly Problem[] {
  const told = JSON.stringify(at(container.body, 'lifecycle', 'preStop') ?? '');
  const image = textAt(container.body, 'image') ?? '';
  if (STOPPED_BY_QUIT.test(image) || /quit/i.test(told)) return [];
  return [
    {
      // Whoever builds on the official image has its STOPSIGNAL, which nobody can see here.
      severity: 'warning',
      message: `SIGTERM ends nginx at once, and nothing says that ${image} is stopped by SIGQUIT.`,
      fix: 'Let preStop end with `nginx -s quit` after its pause, or take an official image, whose STOPSIGNAL is SIGQUIT.',
    },
  ];
}
