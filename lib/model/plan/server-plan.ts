/** A server as later stages see it: facts only, never which profile they came from. */

import type { DrainFacts, KeepAliveFacts } from '../server.ts';

/** What is decided about the server of a web process. */
export interface ServerPlan {
  readonly title: string;
  readonly workers: number;
  readonly threads: number;
  readonly concurrency?: number;
  readonly connectionsPerPod: number;
  readonly drain: DrainFacts;
  readonly keepAlive: KeepAliveFacts;
  readonly requestLimit: {
    readonly enforcedBy: 'server' | 'application';
    readonly seconds?: number;
  };
  readonly accessLog: 'json' | 'text' | 'none' | 'unknown';
  readonly metrics?: { readonly port: number; readonly path: string };
  readonly packages: readonly string[];
}
