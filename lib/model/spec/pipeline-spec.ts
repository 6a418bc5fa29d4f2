/** What an author says of a pipeline; everything has a default but the provider. */

import type { DurationText } from './amounts.ts';

/** The way of a change into environments. */
export interface PipelineSpec {
  /** Branch whose commits are released. Default: `main`. */
  readonly branch?: string;
  /** Folder of all outputs in the repository. Default: `dist`. */
  readonly outputs?: string;
  /** Installs what the app of cdk8s.yaml needs. Default: `npm ci`. */
  readonly install?: string;
  /** Tests of the application itself. Default: none. */
  readonly verify?: PipelineVerifySpec;
  /** How images are built, by repository. Default: every repository of the services, from `Dockerfile` at the root. */
  readonly images?: Readonly<Record<string, PipelineImageSpec>>;
  /** How to log in, by registry. Default: the provider's own token where it has one, else a password. */
  readonly registries?: Readonly<Record<string, RegistryLoginSpec>>;
  /** Environments in the order of promotion. Default: those of the services, in the order described. */
  readonly environments?: Readonly<Record<string, PipelineEnvironmentSpec>>;
  /** How images are signed. Default: `keyless` where the provider vouches for its jobs, else with a `key`. */
  readonly sign?: 'keyless' | 'key' | false;
  /** Who brings a release into the cluster: a tool that follows Git, or the pipeline by `slipway deploy`. Default: `git`. */
  readonly deploy?: 'git' | 'cluster';
  /** Copies of an environment for proposed changes; needs `deploy: 'cluster'`. Default: none. */
  readonly previews?: PipelinePreviewSpec;
  /** Container images jobs run in, where the provider runs them in containers. Default: Node, BuildKit and cosign from where they are published, by tag. */
  readonly toolboxes?: Readonly<Partial<Record<'node' | 'build' | 'sign', string>>>;
}

/** Copies of an environment for proposed changes. */
export interface PipelinePreviewSpec {
  /** The environment that is copied; nothing is released in it. */
  readonly environment: string;
  /** Domain under which previews are reached: `shop-pr-7.<domain>`. Default: none, for services that have no hosts. */
  readonly domain?: string;
  /** How long one stays that is not deployed anew. Default: 72 h. */
  readonly keep?: DurationText;
}

/** Tests of the application. */
export interface PipelineVerifySpec {
  /** Container image they run in, e.g. `python:3.13-slim`. */
  readonly image: string;
  /** Lines of shell; the first that fails ends it. */
  readonly run: readonly string[];
  /** Longest time the tests may take. Default: 20 min. */
  readonly timeout?: DurationText;
}

/** How one image is built. */
export interface PipelineImageSpec {
  /** Folder that is sent to the build. Default: the root of the repository. */
  readonly context?: string;
  /** What the image is built by. Default: `Dockerfile` in the context. */
  readonly dockerfile?: string;
}

/** How the pipeline treats an environment. */
export interface PipelineEnvironmentSpec {
  /** Somebody has to agree first. Default: false for the first of several, true for all others. */
  readonly approval?: boolean;
  /** Address shown beside the environment. Default: none. */
  readonly url?: string;
}

/** How to log in to a registry. */
export type RegistryLoginSpec =
  /** The token of the provider's own jobs. */
  | { readonly login: 'token' }
  /** User and password, stored at the provider. */
  | { readonly login: 'password' }
  /** A role of AWS that trusts the jobs. */
  | { readonly login: 'aws'; readonly role: string; readonly region: string }
  /** A workload identity pool of Google Cloud, and the account it may act for. */
  | {
      readonly login: 'google';
      /** `projects/…/locations/global/workloadIdentityPools/…/providers/…`. */
      readonly identityProvider: string;
      readonly serviceAccount: string;
    }
  /** An application of Entra ID that trusts the jobs. */
  | { readonly login: 'azure'; readonly clientId: string; readonly tenantId: string };
