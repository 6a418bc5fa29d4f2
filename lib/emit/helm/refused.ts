/** emit › helm › refused: a value that the chart cannot have, with what else it decides. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { decidedBy } from './infer/decided-by.ts';
import type { Refusal } from './infer/verify.ts';
import type { Described, Parameter } from './parameter.ts';
import type { Synthesise } from './synthesiser.ts';
import { keyOf } from './tree/values.ts';

/** Places that are named; of more only the number is said. */
const SHOWN = 6;

/** The complaint about a value of the usual set (SW3001), or about one that the author declares (SW3005). */
export function refused(
  { parameter, places }: Refusal,
  defaults: Described,
  synthesise: Synthesise,
): Diagnostic {
  const decided = decidedBy(parameter, defaults, synthesise);
  const shown = decided.length > 0 ? decided : places;
  const some = shown.slice(0, SHOWN).join(', ');
  const more = shown.length > SHOWN ? `, and ${shown.length - SHOWN} more` : '';
  const at = {
    service: defaults.plan.service,
    environment: defaults.environment,
    path: parameter.sets,
  };
  const made = madeByStore(parameter, defaults);
  const because =
    made !== undefined
      ? `The Secret ${made.secret} is made by ${made.store} under that name: under another one nobody would make it, and what reads it would find none.`
      : shown.length === 0
        ? 'The description does not take every text there, and no schema says which ones it takes.'
        : `What follows from it cannot be said in a template. It decides ${shown.length === 1 ? 'a place' : `${shown.length} places`}: ${some}${more}.`;
  const cure =
    made !== undefined
      ? 'Rename it in the description, where the store is told too; or leave it out of the store and make it outside, under any name'
      : 'Give it as a choice of profiles (`parameters: { size: { choices: { … } } }`)';
  const frozen =
    parameter.declared === true
      ? `or take \`${keyOf(parameter.path)}\` out of \`parameters\``
      : `or leave it as the description says, without this warning: \`parameters: { '${keyOf(parameter.path)}': false }\``;
  const fix = `${cure}; ${frozen}.`;
  return parameter.declared === true
    ? {
        code: 'SW3005',
        name: 'parameter-refused',
        severity: 'error',
        at,
        message: `\`${keyOf(parameter.path)}\` cannot be a value of the chart.`,
        because,
        fix,
      }
    : {
        code: 'SW3001',
        name: 'no-chart-value',
        severity: 'warning',
        at,
        message: `\`${keyOf(parameter.path)}\` is no value of the chart.`,
        because,
        fix,
      };
}

/** The Secret among the texts of a value that a store of the description makes, and the store. */
function madeByStore(
  parameter: Parameter,
  described: Described,
): { readonly secret: string; readonly store: string } | undefined {
  const named = new Set(textsIn(parameter.read(described)));
  for (const { title, secrets } of Object.values(described.plan.stores)) {
    const secret = Object.keys(secrets).find((name) => named.has(name));
    if (secret !== undefined) return { secret, store: title };
  }
  return undefined;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
