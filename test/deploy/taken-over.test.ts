// Pruning after a move to Flagger took the Service that it led, for as long as an interval of its analysis.
import { describe, expect, test } from 'vitest';
import { defineService, flagger, http, nginxIngress, rolling, canary } from '../../lib/index.ts';
import { without } from '../../lib/deploy/inventory.ts';
import { refOf, refText } from '../../lib/deploy/object-ref.ts';
import { takenOver } from '../../lib/deploy/taken-over.ts';
import type { Manifest } from '../../lib/kubernetes/manifest.ts';
import type { Rollout } from '../../lib/model/rollout.ts';
import { synthesise } from '../support/synthesise.ts';

function under(rollout: Rollout, name = 'maps'): readonly Manifest[] {
  const service = defineService({
    name,
    image: { repository: 'ghcr.io/acme/maps', tag: '1' },
    web: {
      server: http({ command: ['/maps'], keepAlive: 75 }),
      scale: { min: 2, max: 4, cpu: 70 },
    },
    expose: nginxIngress({ controller: 'ingress-nginx', host: 'maps.example.com', tls: false }),
    rollout,
  });
  return synthesise(service).flatMap(({ entries }) => entries.map(({ manifest }) => manifest));
}
const flagged = under(
  flagger({
    strategy: { canary: { steps: [20] } },
    analysis: { prometheus: 'http://prometheus:9090' },
  }),
);
const gone = (before: readonly Manifest[], after: readonly Manifest[]) =>
  without(before.map(refOf), after.map(refOf));
const left = (before: readonly Manifest[], after: readonly Manifest[]) =>
  takenOver(gone(before, after), after).map(refText);

describe('what is gone from the description after a move', () => {
  test.each([
    ['rolling', rolling(), ['Service/maps-web']],
    ['canary', canary({ steps: [20] }), ['Service/maps-web', 'Service/maps-web-canary']],
  ])('from %s to flagger leaves the Services to it that it leads', (_, from, services) => {
    expect(left(under(from), flagged).toSorted()).toEqual(services);
  });

  test('to flagger holds more that is nobody’s any longer', () => {
    const rest = gone(under(canary({ steps: [20] })), flagged).map(refText);
    expect(rest).toEqual(
      expect.arrayContaining(['Deployment/maps-web-stable', 'Service/maps-web-stable']),
    );
  });

  test('away from flagger, between others, and beside the Canary of another namespace is pruned as ever', () => {
    expect(left(flagged, under(rolling()))).toEqual([]);
    expect(left(under(rolling()), under(rolling(), 'other'))).toEqual([]);
    const elsewhere = flagged.map((manifest) => ({
      ...manifest,
      metadata: { ...manifest.metadata, namespace: 'elsewhere' },
    }));
    expect(left(under(rolling()), elsewhere)).toEqual([]);
  });
});
