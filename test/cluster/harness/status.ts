// What a controller says of one of its objects, and the wait until it says something else.
import { at } from '../../support/kubernetes-object.ts';
import { until } from '../../support/supervise.ts';
import type { Cluster } from './cluster.ts';

/** The status of the object at a path of the API. */
export interface Watched {
  readonly status: () => Promise<unknown>;
  /** @throws Error after 200 s, with the status and what `more` gives */
  readonly reaches: (what: string, condition: (status: unknown) => boolean) => Promise<void>;
}

/** An object by its title in messages and its path. */
export function watched(
  cluster: () => Cluster,
  { title, path, more = () => '' }: { title: string; path: string; more?: () => string },
): Watched {
  const status = async (): Promise<unknown> =>
    at((await cluster().client.send('GET', path)).body, 'status');
  return {
    status,
    reaches: async (what, condition) => {
      let found: unknown;
      await until(
        `${title} to ${what}`,
        200_000,
        async () => condition((found = await status())),
        () => `${JSON.stringify(found)}\n${more()}`,
      );
    },
  };
}
