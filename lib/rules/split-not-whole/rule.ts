/** Manifest rule: the shares of a VirtualServer make up all requests. */

import { listAt, numberAt, textAt } from '../manifests/data.ts';
import { objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4417. @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/#split */
export const splitNotWhole: ManifestRule = {
  code: 'SW4417',
  name: 'split-not-whole',
  level: 'manifest',
  severity: 'error',
  summary: 'The shares of a split do not add up to 100, or there is only one.',
  because:
    'The controller rejects the whole VirtualServer with an event: the host answers as before, or not at all.',
  check: (set) =>
    objectsOf(set, 'VirtualServer', 'VirtualServerRoute')
      .filter(({ group }) => group === 'k8s.nginx.org')
      .flatMap((on) => {
        const key = on.kind === 'VirtualServer' ? 'routes' : 'subroutes';
        return listAt(on.body, 'spec', key).flatMap((route) =>
          [route, ...listAt(route, 'matches')].flatMap((place) => {
            const weights = listAt(place, 'splits').map((split) => numberAt(split, 'weight') ?? 0);
            const sum = weights.reduce((total, weight) => total + weight, 0);
            const outside = weights.some((weight) => weight < 0 || weight > 100);
            const path = `spec.${key}[${textAt(route, 'path') ?? ''}].splits`;
            if (weights.length === 1) {
              return [
                {
                  on,
                  path,
                  message: 'There is one split, and at least two are asked for.',
                  fix: 'Write its action in place of the splits, or add the version that gets the rest.',
                },
              ];
            }
            if (weights.length === 0 || (sum === 100 && !outside)) return [];
            return [
              {
                on,
                path,
                message: `The weights ${weights.join(' + ')} are ${sum}; each is from 0 to 100, and together they are 100.`,
                fix: 'Give the rest of 100 to the version that serves.',
              },
            ];
          }),
        );
      }),
};
