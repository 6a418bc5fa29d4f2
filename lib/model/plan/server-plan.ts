/** A server as later stages see it: facts only, never which profile they came from. */

import type { ServerFacts } from '../server.ts';

/** What is decided about the server of a web process, beside what became its container. */
export type ServerPlan = Pick<
  ServerFacts,
  | 'title'
  | 'workers'
  | 'threads'
  | 'concurrency'
  | 'connectionsPerPod'
  | 'drain'
  | 'keepAlive'
  | 'requestLimit'
  | 'webSockets'
  | 'http2'
  | 'accessLog'
  | 'metrics'
  | 'forwarded'
  | 'packages'
>;
