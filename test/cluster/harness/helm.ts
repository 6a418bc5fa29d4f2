// The chart of the shop on disk, and Helm at work inside a cluster.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shop } from '../../../charts/shop.ts';
import { requireTool } from '../../../tools/find.ts';
import { writeChart } from '../../helm/chart-of.ts';
import { shopRepository } from '../images/images.ts';
import type { ShopTag } from '../images/images.ts';
import type { Cluster, Ended } from './cluster.ts';
import { shopNamespace } from './shop.ts';

/** The versions of Helm, as their tools are named. */
export type HelmVersion = 'helm-3' | 'helm-4';

/** What an install or an upgrade of the shop says by `--set`. */
export interface ShopValues {
  readonly tag: ShopTag;
  /** Fewest pods of its autoscaler, which without metrics goes no further than that. */
  readonly minReplicas?: number;
}

/** Helm with the shop's chart in one cluster. */
export interface ShopChart {
  /** `helm install` of a release, waited for. */
  readonly install: (version: HelmVersion, release: string, values: ShopValues) => Promise<void>;
  /** `helm upgrade` of a release, waited for. */
  readonly upgrade: (
    version: HelmVersion,
    release: string,
    values: ShopValues,
    ...more: readonly string[]
  ) => Promise<void>;
  /** An upgrade that may fail: tells how it ended. */
  readonly tryUpgrade: (
    version: HelmVersion,
    release: string,
    values: ShopValues,
  ) => Promise<Ended>;
  /** Any other command in the shop's namespace. */
  readonly helm: (version: HelmVersion, ...args: readonly string[]) => Promise<string>;
}

/** Writes the chart of charts/shop.ts, and a values file with sizes for a small node. */
export function shopChart(cluster: Cluster): ShopChart {
  const folder = join(cluster.run, 'charts');
  mkdirSync(folder, { recursive: true });
  const chart = writeChart(shop, folder);
  if (chart === undefined) throw new Error('the shop has errors');
  const sizes = join(folder, 'small.json');
  writeFileSync(sizes, JSON.stringify(smallValues));
  const command = (version: HelmVersion, args: readonly string[]): readonly string[] => [
    requireTool(version),
    ...args,
    ...['--namespace', shopNamespace],
  ];
  const options = { seconds: 260 } as const;
  const helm: ShopChart['helm'] = (version, ...args) =>
    cluster.exec(command(version, args), options);
  const changing = (
    verb: string,
    release: string,
    { tag, minReplicas = 2 }: ShopValues,
  ): readonly string[] => [
    ...[verb, release, chart.folder, '--values', sizes, '--wait', '--timeout', '240s'],
    ...['--set', `image.tag=${tag},web.autoscaling.minReplicas=${minReplicas}`],
  ];
  return {
    helm,
    install: async (version, release, values) => {
      await helm(version, ...changing('install', release, values));
    },
    upgrade: async (version, release, values, ...more) => {
      await helm(version, ...changing('upgrade', release, values), ...more);
    },
    tryUpgrade: (version, release, values) =>
      cluster.attempt(command(version, changing('upgrade', release, values)), options),
  };
}

const resources = {
  requests: { cpu: '50m', memory: '128Mi' },
  limits: { memory: '384Mi' },
} as const;

const smallValues = {
  image: { repository: shopRepository },
  web: { resources },
  mail: { resources },
  migrate: { resources },
} as const;
