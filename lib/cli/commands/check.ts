/** cli › check: every finding, at once. */

import {
  hasErrors,
  renderJson,
  renderSarif,
  renderText,
  type Bundle,
  type Diagnostic,
} from '../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { loadBundle } from '../load-bundle.ts';

/** `slipway check`. */
export const checkCommand: Command = {
  name: 'check',
  arguments: [],
  summary: 'Show every finding, of descriptions, of manifests and of Helm charts.',
  options: {
    strict: { type: 'boolean', help: 'Warnings fail too.' },
    format: {
      type: 'string',
      value: 'format',
      choices: ['text', 'json', 'sarif'],
      help: 'How to print.',
    },
  },
  examples: ['slipway check', 'slipway check --strict --format sarif > findings.sarif'],
  run,
};

async function run({ options, color }: Call): Promise<Outcome> {
  const loaded = await loadBundle({ helm: 'written' });
  const diagnostics = loaded.ok ? saidOf(loaded.bundle) : loaded.diagnostics;
  const failed =
    !loaded.ok ||
    hasErrors(diagnostics) ||
    (options['strict'] === true && diagnostics.some(({ severity }) => severity === 'warning'));
  const render = {
    json: () => renderJson(diagnostics),
    sarif: () => renderSarif(diagnostics),
    text: () => renderText(diagnostics, { color }),
  };
  const format = options['format'];
  const stdout = (
    format === 'json' ? render.json : format === 'sarif' ? render.sarif : render.text
  )();
  return {
    exitCode: failed ? EXIT.findings : EXIT.ok,
    stdout,
    ...(loaded.ok ? {} : { stderr: loaded.stderr }),
  };
}

/** What a synthesis would say too: charts have complaints of their own. */
function saidOf({ diagnostics, helm = [] }: Bundle): readonly Diagnostic[] {
  return [...diagnostics, ...helm.flatMap((chart) => chart.diagnostics)];
}
