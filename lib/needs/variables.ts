/** needs: the variables a dependency fills, as an author writes them. */

import * as v from 'valibot';
import { advised } from '../model/advice.ts';
import { serviceUrlShape } from '../model/service-url-shape.ts';
import { textOf } from '../model/unit-shape.ts';
import type { ConfigValue } from '../model/spec/values.ts';
import type { OptionProblem } from '../model/variant.ts';
import { parseObjectName } from '../units/dns-name.ts';
import { parseConfigMapKey, parseEnvName } from '../units/env-name.ts';

/** Variables by name. */
export type Variables = Readonly<Record<string, ConfigValue>>;

const text = v.pipe(v.string(), v.nonEmpty('Empty text is not accepted here.'));

const SECRET = "secretRef('name-of-the-secret', 'key')";

/** The shape of Variables. @internal */
export const variablesShape = advised(
  v.pipe(
    v.record(
      textOf(parseEnvName),
      advised(
        v.union([
          v.string(),
          v.number(),
          v.boolean(),
          v.strictObject({
            kind: v.literal('secretRef'),
            name: textOf((name) => parseObjectName('Secret', name)),
            key: textOf(parseConfigMapKey),
            optional: v.optional(v.boolean()),
          }),
          v.strictObject({ kind: v.literal('fieldRef'), field: text }),
          serviceUrlShape,
          v.strictObject({ kind: v.literal('undecided'), reason: v.optional(v.string()) }),
        ]),
        {
          expected:
            'a text, a number, or one of secretRef(), fieldRef(), url(), address(), undecided()',
          instead: (input) =>
            typeof input === 'object' ? `Refer to a Secret: \`${SECRET}\`.` : undefined,
        },
      ),
    ),
    v.check(
      (variables) => !isValue(variables),
      'The name of the variable is missing: write `{ NAME: … }` around it, such as `{ DATABASE_URL: secretRef(…) }`.',
    ),
  ),
  { expected: 'variables by name', instead: (input, path) => variableInstead(input, path.at(-1)) },
);

/** Groups that no description may hold in clear text. */
const SECRET_GROUPS: readonly string[] = ['password', 'accessKey', 'secretKey'];

/** A value, or a name, where both are asked for: `bucket: 'acme-files'`. */
function variableInstead(input: unknown, group = 'url'): string | undefined {
  if (typeof input !== 'string' && typeof input !== 'number') return undefined;
  const given = String(input);
  const isName = /^[A-Z][A-Z0-9_]*$/.test(given);
  const name = isName ? given : group.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  const isSecret = isName || SECRET_GROUPS.includes(group) || hasPassword(given);
  const value = isSecret ? SECRET : typeof input === 'number' ? given : `'${given}'`;
  return `Name the variable that your application reads: \`${group}: { ${name}: ${value} }\`.`;
}

/** What a variable may be, given where variables belong: its own members would be taken for them. */
function isValue(variables: Readonly<Record<string, unknown>>): boolean {
  const { kind } = variables;
  return ['secretRef', 'fieldRef', 'serviceUrl', 'undecided'].some((known) => known === kind);
}

/** The shape of a single variable's name. @internal */
export const variableNameShape = textOf(parseEnvName);

/** All groups together, without the absent ones; of two that name the same variable the later wins, and check() complains. */
export function merged(groups: Readonly<Record<string, Variables | undefined>>): Variables {
  return Object.assign({}, ...Object.values(groups).filter((group) => group !== undefined));
}

/** A variable that two groups fill, and a URL that carries its password in clear text. */
export function variableProblems(
  groups: Readonly<Record<string, Variables | undefined>>,
): readonly OptionProblem[] {
  const named = Object.entries(groups).flatMap(([group, variables]) =>
    Object.entries(variables ?? {}).map(([name, value]) => ({ group, name, value })),
  );
  return named.flatMap(({ group, name, value }, index): readonly OptionProblem[] => {
    const path = `${group}.${name}`;
    const earlier = named.slice(0, index).find((other) => other.name === name);
    return [
      ...(earlier === undefined
        ? []
        : [
            {
              path,
              message: `\`${name}\` is filled twice: by \`${earlier.group}\` and by \`${group}\`.`,
              fix: 'Give each its own variable.',
            },
          ]),
      ...(typeof value === 'string' && hasPassword(value)
        ? [
            {
              path,
              message: `\`${name}\` contains a password in clear text.`,
              fix: "Keep the URL in a Secret and write `secretRef('name', 'key')`.",
            },
          ]
        : []),
      ...(group === 'host' && typeof value === 'string' && value.includes('/')
        ? [
            {
              path,
              message: `\`${name}\` holds more than a host.`,
              fix: `Write ${JSON.stringify(hostIn(value))}; the port belongs to \`port\`, and a whole address to \`url\` where there is one.`,
            },
          ]
        : []),
      ...(group === 'password' && typeof value !== 'object'
        ? [
            {
              path,
              message: `\`${name}\` is a password in clear text.`,
              fix: "Keep it in a Secret and write `secretRef('name', 'key')`.",
            },
          ]
        : []),
    ];
  });
}

/** Complains when no group fills anything: a dependency nobody can find. */
export function nothingFilled(
  groups: Readonly<Record<string, Variables | undefined>>,
  example: string,
): readonly OptionProblem[] {
  return Object.keys(merged(groups)).length > 0
    ? []
    : [
        {
          path: '',
          message: 'No variable tells the application where this is.',
          fix: `For example: ${example}.`,
        },
      ];
}

/** The host of an address. */
function hostIn(address: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:)?\/{0,2}(?:[^/@]*@)?([^/:]*)/i.exec(address)?.[1] ?? '';
}

function hasPassword(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:[^/?#\s@]+@/i.test(value);
}
