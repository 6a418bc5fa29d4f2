/** emit › helm › texts: the kinds of open text that charts take, each with a pattern that Go and ECMAScript read alike. */

import type { DataDomain, MapDomain, TextDomain } from '../domain.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const LABEL_KEY =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';
const ANNOTATION_KEY = LABEL_KEY.replace(
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?',
  '^([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*/)?',
);
const LABEL_VALUE = '^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$';
const COMPONENT = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';

/** Texts that readers of YAML misread, and others that must arrive as they are. */
export const NASTY: readonly string[] = [
  'yes',
  'null',
  '~',
  '0o22',
  '017',
  '1e3',
  '1.10',
  '123456789012345678',
  '{{ $labels.pod }}',
  '{{ .Values.image.tag }}',
  'a: b # c',
  '- x',
  '"quoted" and \\ back',
  "it's",
  'Grüße 😀',
  'two\nlines\n',
  ' padded ',
  '\ttab',
  '\u0085next\u2028line',
  '%{x}',
  '$(HOME)',
];

/** A repository of images. */
export const REPOSITORY: TextDomain = {
  kind: 'text',
  pattern: `^([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*(:[0-9]+)?/)?${COMPONENT}(/${COMPONENT})*$`,
  maxLength: 255,
  optional: false,
  probe: (mark) => `${mark}.example/app`,
  examples: (word) => [
    `ghcr.io/acme/${word}`,
    `registry.example.com:5000/${word}/app`,
    word,
    `localhost/${word}`,
  ],
  free: false,
};

/** A tag. */
export const TAG: TextDomain = {
  kind: 'text',
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
  maxLength: 128,
  optional: false,
  probe: (mark) => mark,
  examples: (word) => [
    '1.10',
    '1e3',
    '0123',
    'null',
    'true',
    '2026-11-22',
    '1.5.0',
    `v1-${word}`,
    word,
  ],
  free: false,
};

/** A digest. */
export const DIGEST: TextDomain = {
  kind: 'text',
  pattern: '^(sha256:[a-f0-9]{64})?$',
  optional: true,
  probe: (mark) => `sha256:${hex(mark)}`,
  examples: (word) => [`sha256:${hex(word)}`],
  free: false,
};

/** A name that is a DNS subdomain; `optional` lets it be empty. */
export function objectName(optional: boolean): TextDomain {
  return {
    kind: 'text',
    pattern: optional ? `^(${LABEL}(\\.${LABEL})*)?$` : `^${LABEL}(\\.${LABEL})*$`,
    maxLength: 253,
    optional,
    probe: (mark) => mark,
    examples: (word) => [word, `${word}-1`, `${word}.example`, '123', '1e3'],
    free: false,
  };
}

/** A host name, without wildcard. */
export const HOST: TextDomain = {
  kind: 'text',
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$',
  maxLength: 253,
  optional: false,
  probe: (mark) => `${mark}.example`,
  examples: (word) => [`${word}.example.com`, `a.b.${word}.example`, 'xn--bcher-kva.example'],
  free: false,
};

/** Text from a short list, and whatever else a pattern admits. */
export function plainText(pattern: string, probe: string, examples: readonly string[]): TextDomain {
  return {
    kind: 'text',
    pattern,
    optional: false,
    probe: () => probe,
    examples: () => examples,
    free: false,
  };
}

/** Variables of a process. */
export function variables(reserved: readonly string[]): MapDomain {
  return {
    kind: 'map',
    keyPattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    keyMaxLength: 253,
    reserved,
    exampleKeys: (word) => [
      word,
      word.toUpperCase(),
      'DEBUG',
      'HOME',
      'PORT',
      'y',
      'n',
      'null',
      '_x',
      'DJANGO_SETTINGS_MODULE',
      'LOG_LEVEL',
    ],
    exampleValues: (word) => [...NASTY, word, ''],
  };
}

/** Labels. */
export function labels(reserved: readonly string[]): MapDomain {
  return {
    kind: 'map',
    keyPattern: LABEL_KEY,
    keyMaxLength: 317,
    valuePattern: LABEL_VALUE,
    valueMaxLength: 63,
    reserved,
    exampleKeys: (word) => [
      word,
      `example.com/${word}`,
      'y',
      'null',
      'topology.kubernetes.io/zone',
    ],
    exampleValues: (word) => [word, 'yes', '1e3', '017', '1.10', 'null', ''],
  };
}

/** Annotations. */
export function annotations(reserved: readonly string[]): MapDomain {
  return {
    kind: 'map',
    keyPattern: ANNOTATION_KEY,
    keyMaxLength: 317,
    reserved,
    exampleKeys: (word) => [word, `example.com/${word}`, 'y', 'prometheus.io/scrape'],
    exampleValues: (word) => [...NASTY, word, ''],
  };
}

/** Secrets with credentials of registries, in the API's own shape. */
export const PULL_SECRETS: DataDomain = {
  kind: 'data',
  type: 'array',
  schema: {
    type: 'array',
    items: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: { type: 'string', pattern: `^${LABEL}(\\.${LABEL})*$`, maxLength: 253 } },
    },
  },
  probe: (mark) => [{ name: mark }],
  examples: (word) => [[{ name: word }], [{ name: word }, { name: `${word}-2` }]],
};

/** Tolerations. */
export const TOLERATIONS: DataDomain = {
  kind: 'data',
  type: 'array',
  schema: {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      properties: {
        key: { type: 'string', pattern: LABEL_KEY },
        operator: { enum: ['Exists', 'Equal'] },
        value: { type: 'string', pattern: LABEL_VALUE },
        effect: { enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
        tolerationSeconds: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
      },
    },
  },
  probe: (mark) => [{ key: mark, operator: 'Exists' }],
  examples: (word) => [
    [{ key: word, operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
    [{ operator: 'Exists' }, { key: word, effect: 'NoExecute', tolerationSeconds: 3600 }],
  ],
};

/** Affinity, as the API has it; texts are those of label selectors. */
export const AFFINITY: DataDomain = {
  kind: 'data',
  type: 'object',
  schema: { $ref: '#/$defs/plainObject' },
  probe: (mark) => ({ nodeAffinity: { mark } }),
  examples: (word) => [
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: word, operator: 'In', values: ['a', 'on', '1e3'] }] },
          ],
        },
      },
    },
    {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchLabels: { app: word } },
            },
          },
        ],
      },
    },
  ],
};

function hex(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0')
    .slice(0, 64);
}
