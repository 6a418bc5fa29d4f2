/** emit › helm › declared surface: the values an author adds to the usual ones, or withholds. */

import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { nearestName } from '../../../model/nearest-name.ts';
import type {
  ChoiceParameterSpec,
  ParameterSpec,
  PlaceParameterSpec,
} from '../../../model/spec/parameters-spec.ts';
import { placeAt } from '../change.ts';
import type { Domain } from '../domain.ts';
import type { Described, Parameter } from '../parameter.ts';
import { keyOf } from '../tree/values.ts';

/** The values of a chart as the author wants them. */
export interface DeclaredSurface {
  readonly parameters: readonly Parameter[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Adds and withholds what the description of the default environment says. SW3004 for a name that means nothing. */
export function declaredSurface(usual: readonly Parameter[], defaults: Described): DeclaredSurface {
  const diagnostics: Diagnostic[] = [];
  const declared = Object.entries(defaults.spec.parameters ?? {});
  const withheld = new Set(declared.flatMap(([name, said]) => (said === false ? [name] : [])));
  const names = usual.map(({ path }) => keyOf(path));
  for (const name of withheld) {
    if (!names.includes(name))
      diagnostics.push(
        unknown(name, defaults, `The chart has no value \`${name}\` to withhold`, names),
      );
  }
  const kept = usual.filter(({ path }) => !withheld.has(keyOf(path)));
  const added = declared.flatMap(([name, said]): readonly Parameter[] => {
    if (said === false) return [];
    if (kept.some(({ path }) => clash(keyOf(path), name))) {
      diagnostics.push(unknown(name, defaults, `\`${name}\` is a value of the chart already`, []));
      return [];
    }
    const made = parameterOf(name, said, defaults);
    if (typeof made !== 'string') return [made];
    diagnostics.push(unknown(name, defaults, made, []));
    return [];
  });
  return { parameters: [...kept, ...added], diagnostics };
}

/** The parameter; or why there is none. */
function parameterOf(name: string, said: ParameterSpec, defaults: Described): Parameter | string {
  const path = name.split('.');
  if (isChoice(said)) return choiceParameter(path, said);
  const options: PlaceParameterSpec = typeof said === 'object' ? said : {};
  const at = (options.place ?? name).split('.');
  const usual = placeAt(defaults.spec, at);
  if (usual === undefined)
    return `The description says nothing at \`${at.join('.')}\`, so \`${name}\` has no default`;
  const domain = domainOf(usual, options);
  if (domain === undefined)
    return `\`${at.join('.')}\` is neither text nor number nor boolean, so \`${name}\` cannot stand for it`;
  return {
    path,
    domain,
    description: options.description ?? `What the description says at ${at.join('.')}.`,
    declared: true,
    ...(domain.kind === 'boolean' ? { enumerated: true } : {}),
    sets: at.join('.'),
    read: ({ spec }) => placeAt(spec, at) ?? usual,
    write: (value) => [{ at, to: value }],
  };
}

function choiceParameter(path: readonly string[], said: ChoiceParameterSpec): Parameter {
  const places = [...new Set(Object.values(said.choices).flatMap(Object.keys))];
  return {
    path,
    domain: { kind: 'choice', values: ['', ...Object.keys(said.choices)] },
    description: `${said.description ?? `Decides ${places.join(', ')}.`} Empty: as described.`,
    declared: true,
    enumerated: true,
    sets: places.join(', '),
    read: () => '',
    write: (value) =>
      Object.entries(said.choices[String(value)] ?? {}).map(([place, to]) => ({
        at: place.split('.'),
        to,
      })),
  };
}

/** Values around the default show thresholds and formulas. */
function domainOf(
  usual: unknown,
  { min = 0, max = 1_000_000 }: PlaceParameterSpec,
): Domain | undefined {
  if (typeof usual === 'boolean') return { kind: 'boolean' };
  if (typeof usual === 'number') {
    const near = [0, 1, 2, 3, 5, 7, -1, 11, 13].map((step) => usual + step);
    const probes = near.filter((value) => value >= min && value <= max);
    return { kind: 'integer', min, max, probes: probes.length === 0 ? [min] : probes };
  }
  if (typeof usual !== 'string') return undefined;
  return {
    kind: 'text',
    optional: false,
    probe: (mark) => mark,
    examples: (word) => [usual, word, `${word}-1`, `x ${word}: {{ y }}`],
    free: true,
  };
}

function isChoice(said: ParameterSpec): said is ChoiceParameterSpec {
  return isRecord(said) && 'choices' in said;
}

/** Whether one of two paths is the other, or lies within it. */
function clash(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function unknown(
  name: string,
  { plan, environment }: Described,
  message: string,
  known: readonly string[],
): Diagnostic {
  const nearest = nearestName(name, known);
  return {
    code: 'SW3004',
    name: 'parameter-unknown',
    severity: 'error',
    at: { service: plan.service, environment, path: `parameters.${name}` },
    message: `${message}.`,
    because: 'The chart would not have the values that the description promises.',
    fix:
      nearest === undefined
        ? 'Name a value of the chart to withhold it, or a place of the description to add it; `slipway helm params` lists the values.'
        : `Did you mean \`${nearest}\`?`,
  };
}
