/** resolve › shape: the values that processes and the service as a whole share: variables, files, images, placement. */

import * as v from 'valibot';
import { advised } from '../../model/advice.ts';
import { serviceUrlShape } from '../../model/service-url-shape.ts';
import { isVariant, type VariantFamily } from '../../model/variant.ts';
import {
  cpuShape,
  memoryShape,
  storageShape,
  textOf,
  wholeNumber,
} from '../../model/unit-shape.ts';
import { parseCidr } from '../../units/cidr.ts';
import { parseEnvName } from '../../units/env-name.ts';
import {
  parseImageDigest,
  parseImageReference,
  parseImageTag,
} from '../../units/image-reference.ts';
import { parseAnnotationKey, parseLabelKey, parseLabelValue } from '../../units/label.ts';
import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';
import { parseDnsSubdomain, parseObjectName } from '../../units/dns-name.ts';
import { parseConfigMapKey } from '../../units/env-name.ts';

/** A variant of one family, made by one of its factories. @internal */
export function variantShape(family: VariantFamily, factories: string) {
  const article = (name: string) => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
  return v.custom<object>(
    (value) => isVariant(value) && value.family === family,
    ({ input }) =>
      `Expected ${article(family)} made by one of ${factories}${isVariant(input) ? `; this is ${article(input.family)}` : ''}.`,
  );
}

/** Text that is not empty. @internal */
export const textShape = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));

/** An absolute path below the root. @internal */
export const absolutePath = textOf((text): Parsed<string> => {
  if (!text.startsWith('/') || text === '/') {
    return refused(`${show(text)} is not an absolute path below /, such as '/var/cache/shop'`);
  }
  return text.split('/').includes('..') || text.includes(':')
    ? refused(`${show(text)} must not contain '..' or ':'`)
    : accepted(text);
});

/** Labels of an object or of pods. @internal */
export const labelsShape = v.record(textOf(parseLabelKey), textOf(parseLabelValue));

/** Annotations of an object. @internal */
export const annotationsShape = v.record(textOf(parseAnnotationKey), v.string());

const secretRefShape = v.strictObject({
  kind: v.literal('secretRef'),
  name: textOf((text) => parseObjectName('Secret', text)),
  key: textOf(parseConfigMapKey),
  optional: v.optional(v.boolean()),
});
const fieldRefShape = v.strictObject({ kind: v.literal('fieldRef'), field: textShape });

/** A decision that is open. @internal */
export const undecidedShape = v.strictObject({
  kind: v.literal('undecided'),
  reason: v.optional(v.string()),
});
const textFileShape = v.strictObject({ kind: v.literal('textFile'), path: textShape });

const SECRET = "secretRef('name-of-the-secret', 'key')";

/** The value of a variable. @internal */
export const configValueShape = advised(
  v.union([
    v.string(),
    v.number(),
    v.boolean(),
    secretRefShape,
    fieldRefShape,
    serviceUrlShape,
    undecidedShape,
  ]),
  {
    expected:
      'a text, a number, true or false, or one of secretRef(), fieldRef(), url(), address(), undecided()',
    instead: (input) => {
      if (typeof input !== 'object' || input === null) return undefined;
      return 'name' in input || 'key' in input || 'secret' in input
        ? `Refer to a Secret with \`${SECRET}\`.`
        : `A variable holds one text: write \`JSON.stringify(…)\` around it, or \`${SECRET}\`.`;
    },
  },
);

/** Variables by name. @internal */
export const configShape = v.record(textOf(parseEnvName), v.nullable(configValueShape));

/** Mounted files by absolute path. @internal */
export const filesShape = v.record(
  absolutePath,
  v.nullable(
    advised(v.union([v.string(), textFileShape, secretRefShape, undecidedShape]), {
      expected: 'a text, or one of textFile(), secretRef(), undecided()',
      instead: (input) =>
        typeof input === 'object'
          ? `Write its text, \`textFile('path/in/the/project')\`, or \`${SECRET}\`; JSON is the text that \`JSON.stringify(…)\` makes.`
          : undefined,
    }),
  ),
);

const imageEntries = {
  repository: textOf((text): Parsed<unknown> => {
    const parsed = parseImageReference(text);
    if (!parsed.ok) return parsed;
    return parsed.value.tag !== undefined || parsed.value.digest !== undefined
      ? refused(`${show(text)} contains a tag or digest; give them as \`tag\` and \`digest\``)
      : parsed;
  }),
  tag: v.optional(textOf(parseImageTag)),
  digest: v.optional(textOf(parseImageDigest)),
  pullPolicy: v.optional(v.picklist(['Always', 'IfNotPresent', 'Never'])),
  pullSecrets: v.optional(v.array(textOf((text) => parseObjectName('Secret', text)))),
};

/** An image. @internal */
export const imageShape = v.strictObject(imageEntries);
/** Changes of an image. @internal */
export const partialImageShape = v.strictObject({
  ...imageEntries,
  repository: v.optional(imageEntries.repository),
});

const amountsShape = v.strictObject({
  cpu: v.optional(cpuShape),
  memory: v.optional(memoryShape),
  ephemeralStorage: v.optional(storageShape),
});

/** Requests and limits. @internal */
export const resourcesShape = v.strictObject({
  requests: v.optional(amountsShape),
  limits: v.optional(amountsShape),
});

/** Where pods run. @internal */
export const placementShape = v.strictObject({
  nodeSelector: v.optional(labelsShape),
  tolerations: v.optional(
    v.array(
      v.strictObject({
        key: v.optional(textOf(parseLabelKey)),
        operator: v.optional(v.picklist(['Exists', 'Equal'])),
        value: v.optional(v.string()),
        effect: v.optional(v.picklist(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
        tolerationSeconds: v.optional(v.number()),
      }),
    ),
  ),
  affinity: v.optional(v.record(v.string(), v.unknown())),
  priorityClassName: v.optional(textOf(parseDnsSubdomain)),
  spread: v.optional(v.picklist(['soft', 'hard', 'none'])),
  spot: v.optional(v.boolean()),
});

/** Connections allowed out. @internal */
export const egressShape = v.strictObject({
  to: v.optional(v.array(textOf((text) => parseCidr(text)))),
  ports: v.array(wholeNumber(1, 65535, 'A port')),
  protocol: v.optional(v.picklist(['TCP', 'UDP'])),
});
