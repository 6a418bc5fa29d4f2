// Documentation generator: docs/rollouts-compared.md, one service under each strategy, compared by the differ itself.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import {
  argoRollouts,
  blueGreen,
  canary,
  defineService,
  flagger,
  http,
  nginxIngress,
  resolve,
  rolling,
} from '../../lib/index.ts';
import { diffObjects } from '../../lib/diff/diff.ts';
import type { ObjectChange, PlacedObject } from '../../lib/diff/change.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import type { Rollout } from '../../lib/model/rollout.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import { markdownTable } from '../../lib/text/markdown-table.ts';
import { toYaml } from '../../lib/text/yaml.ts';

const prometheus = 'http://prometheus.monitoring:9090';
const next = { image: { tag: '1.1.0' } };

/** The strategies that are compared, each in the middle of a change where its state is in Git. */
export const COMPARED: Readonly<Record<string, readonly [code: string, rollout: Rollout]>> = {
  rolling: ['rolling()', rolling()],
  blueGreen: [
    "blueGreen({ active: 'blue', phase: 'warm', slots: { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } } })",
    blueGreen({
      active: 'blue',
      phase: 'warm',
      slots: { blue: { image: { tag: '1.0.0' } }, green: next },
    }),
  ],
  canary: [
    "canary({ steps: [10, 50], step: 1, canary: { image: { tag: '1.1.0' } } })",
    canary({ steps: [10, 50], step: 1, canary: next }),
  ],
  argoRollouts: [
    'argoRollouts({ strategy: { canary: { steps: [10, 50] } }, analysis: { prometheus } })',
    argoRollouts({ strategy: { canary: { steps: [10, 50] } }, analysis: { prometheus } }),
  ],
  flagger: [
    'flagger({ strategy: { canary: { steps: [10, 50] } }, analysis: { prometheus } })',
    flagger({ strategy: { canary: { steps: [10, 50] } }, analysis: { prometheus } }),
  ],
};

/** The objects of the compared service under a strategy. */
export function objectsUnder(rollout: Rollout): readonly PlacedObject[] {
  const service = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
    web: {
      server: http({ command: ['/app/shop'], keepAlive: 75 }),
      health: '/healthz',
      scale: { min: 4, max: 10, cpu: 70 },
    },
    expose: nginxIngress({
      controller: 'ingress-nginx',
      host: 'shop.example.com',
      tls: { issuer: 'letsencrypt' },
    }),
    rollout,
  });
  const { plan, diagnostics } = resolve(service, 'default', {
    readText: () => ({ ok: false, problem: 'there are no files' }),
  });
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join(' '));
  return seal(lower(plan)).map(({ manifest }) => ({
    environment: '',
    manifest: JSON.parse(JSON.stringify(manifest)),
  }));
}

/** The page as Markdown. */
export async function rolloutsPage(): Promise<string> {
  const base = objectsUnder(rolling());
  const names = Object.keys(COMPARED);
  const counts = names.map((name) => {
    const objects = objectsUnder(COMPARED[name]?.[1] ?? rolling());
    const count = (kind: string) =>
      objects
        .filter(({ manifest }) => manifest.kind === kind)
        .map(({ manifest }) => `\`${manifest.metadata.name}\``)
        .join(', ');
    const kinds = ['Deployment', 'Rollout', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'];
    return [`\`${name}\``, ...[...kinds, 'Service', 'Ingress'].map(count), String(objects.length)];
  });
  const page = [
    '# One service under each strategy',
    '<!-- Made by `npm run docs:rollouts` from lib/rollouts; do not edit. -->',
    'The same service behind ingress-nginx: what stands here differs, everything else is the same under every strategy (pods, probes, security, policies). Which to choose: [Choosing a rollout](rollouts.md).',
    markdownTable(
      [
        'strategy',
        'Deployment',
        'Rollout',
        'autoscalers',
        'budgets',
        'Services',
        'Ingresses',
        'objects',
      ],
      counts,
    ),
    ...names
      .filter((name) => name !== 'rolling')
      .flatMap((name) => {
        const [code, rollout] = COMPARED[name] ?? ['', rolling()];
        const objects = objectsUnder(rollout);
        return [
          `## ${name}`,
          `\`\`\`ts\n${code}\n\`\`\``,
          ...section(diffObjects(base, objects), objects),
        ];
      }),
    '## Moving from one to another',
    'What `slipway diff` says of a live service that is given another strategy. Every row is destructive, so that it ends with 2 (SW7022) until the change is allowed: [take the steps](rollouts.md#moving-from-one-to-another) first.',
    markdownTable(
      ['from', 'to', 'pods that stop', 'cannot be changed in place', 'traffic'],
      moves().map(({ from, to, stops, refused, traffic }) => [from, to, stops, refused, traffic]),
    ),
  ];
  return format(page.join('\n\n'), { parser: 'markdown', printWidth: 100, singleQuote: true });
}

/** What moving does, for each pair of strategies. */
export function moves(): readonly {
  readonly from: string;
  readonly to: string;
  readonly stops: string;
  readonly refused: string;
  readonly traffic: string;
}[] {
  const names = Object.keys(COMPARED);
  return names.flatMap((from) =>
    names
      .filter((to) => to !== from)
      .map((to) => {
        const changes = diffObjects(
          objectsUnder(COMPARED[from]?.[1] ?? rolling()),
          objectsUnder(COMPARED[to]?.[1] ?? rolling()),
        );
        const having = (kind: string) =>
          changes
            .filter(({ effects }) => effects.some((effect) => effect.kind === kind))
            .map(({ object }) => `\`${object}\``)
            .join(', ');
        return {
          from,
          to,
          stops: having('stop'),
          refused: having('recreate'),
          traffic: having('traffic'),
        };
      }),
  );
}

/** Fields that differ and objects that are new, the pod template left out: it is the same but for image and labels. */
function section(
  changes: readonly ObjectChange[],
  objects: readonly PlacedObject[],
): readonly string[] {
  const fields = changes.flatMap(({ object, action, fields: changed }) =>
    action === 'changed'
      ? changed.map(({ path, before, after }) => [
          `\`${object}\``,
          `\`${path}\``,
          shown(before),
          shown(after),
        ])
      : [[`\`${object}\``, action, '', '']],
  );
  const own = objects.filter(({ manifest }) =>
    ['Rollout', 'AnalysisTemplate', 'Canary'].includes(manifest.kind),
  );
  return [
    markdownTable(['object', 'field', 'rolling', 'here'], fields),
    ...own.map(({ manifest }) => {
      const spec = Object(manifest['spec']);
      const { template: _pods, selector: _labels, ...rest } = spec;
      return `\`\`\`yaml\n# ${manifest.kind}/${manifest.metadata.name}, without what a Deployment has as well\n${toYaml({ spec: rest }).trim()}\n\`\`\``;
    }),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? '–' : `\`${JSON.stringify(value)}\``;
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, '../rollouts-compared.md'), await rolloutsPage());
}
