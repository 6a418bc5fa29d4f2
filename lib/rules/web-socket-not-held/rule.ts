/** Plan rule: a server that is said to speak WebSocket can hold open ones. */

import type { RunningProcessPlan } from '../../model/plan/process-plan.ts';
import { pathOf, runningOf } from '../plans/processes.ts';
import type { PlanComplaint, PlanRule } from '../rule.ts';

/** How Kubernetes calls the protocol. @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const WEB_SOCKET = 'kubernetes.io/ws';

const FIX =
  "Serve it by ASGI: `uvicorn()`, `granian()`, or `gunicorn()` with the worker class `asgi`; a WSGI application with a library for it (Flask-Sock, Flask-SocketIO) by `gunicorn({ workerClass: 'gevent' })`.";

/** SW2225: an error where WebSockets are refused or cut, a warning where each takes a thread. @see https://www.pypi.org/project/flask-sock */
export const webSocketNotHeld: PlanRule = {
  code: 'SW2225',
  name: 'web-socket-not-held',
  level: 'plan',
  severity: 'error',
  summary:
    'A process that speaks WebSocket runs in a server that refuses, cuts or hardly holds them.',
  because:
    'An open WebSocket is one request that does not end, so what limits requests limits how long, and how many, clients stay connected.',
  check: (plan) =>
    runningOf(plan)
      .filter(({ services }) =>
        services.some(({ ports }) => ports.some(({ appProtocol }) => appProtocol === WEB_SOCKET)),
      )
      .flatMap((process) => {
        const complaint = complaintAbout(process);
        return complaint === undefined
          ? []
          : [{ path: `${pathOf(process)}.server`, fix: FIX, ...complaint }];
      }),
};

function complaintAbout({
  name,
  server,
}: RunningProcessPlan): Omit<PlanComplaint, 'path' | 'fix'> | undefined {
  const who = `${name} speaks WebSocket, and ${server?.title ?? ''}`;
  switch (server?.webSockets) {
    case 'never':
      return { message: `${who} refuses every one as it is configured here.` };
    case 'thread': {
      const { enforcedBy, seconds } = server.requestLimit;
      const { workers, threads } = server;
      const most = `${workers} × ${threads} = ${workers * threads}`;
      if (enforcedBy === 'server' && seconds !== undefined) {
        return {
          message: `${who} kills a worker whose request takes longer than ${seconds} s: WebSockets end then, and ${threads === 1 ? 'until then each keeps a worker from all other requests' : 'all else the worker does with them'}.`,
        };
      }
      return {
        severity: 'warning',
        message: `${who} holds each by a thread of its own: when ${most} clients are connected, a pod answers nothing else, health checks included.`,
      };
    }
    case 'loop':
    case undefined:
      return undefined;
  }
}
