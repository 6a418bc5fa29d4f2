/** cli › helm params: the values of a service's chart, and what cannot be one. */

import {
  hasErrors,
  nearestName,
  renderText,
  type BundledHelmChart,
  type HelmParameter,
} from '../../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../../command.ts';
import { loadBundle } from '../../load-bundle.ts';
import { jsonOption } from '../../release-options.ts';

/** `slipway helm params <service>`. */
export const helmParamsCommand: Command = {
  name: 'helm params',
  arguments: ['<service>'],
  summary: "List the values of a service's Helm chart, and what cannot be one.",
  options: { json: jsonOption },
  examples: ['slipway helm params shop', 'slipway helm params shop --json'],
  run,
};

async function run({ positionals, options, color }: Call): Promise<Outcome> {
  const [service = ''] = positionals;
  const loaded = await loadBundle({ helm: 'all' });
  if (!loaded.ok) return loaded.outcome;
  const { diagnostics } = loaded.bundle;
  if (hasErrors(diagnostics)) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return { exitCode: EXIT.findings, stderr: renderText(errors, { color }) };
  }
  const charts = loaded.bundle.helm ?? [];
  const chart = charts.find((each) => each.service === service);
  if (chart === undefined) {
    const known = charts.map((each) => each.service);
    const nearest = nearestName(service, known);
    const hint =
      nearest === undefined ? `there are ${known.join(', ')}` : `did you mean \`${nearest}\`?`;
    return {
      exitCode: EXIT.findings,
      stderr: `slipway helm params: there is no service \`${service}\`: ${hint}\n`,
    };
  }
  return {
    exitCode: hasErrors(chart.diagnostics) ? EXIT.findings : EXIT.ok,
    stdout:
      options['json'] === true
        ? `${JSON.stringify({ version: 1, ...chart }, null, 2)}\n`
        : text(chart),
  };
}

function text({ parameters, diagnostics }: BundledHelmChart): string {
  const refused = diagnostics.map(
    ({ message, because = '', fix = '' }) => `${message}\n  ${because}\n  ${fix}\n`,
  );
  return [...parameters.map(line), ...refused].join('\n');
}

function line(parameter: HelmParameter): string {
  const { path, type, accepts, description, sets, changes } = parameter;
  const range = accepts === '' ? '' : ` (${accepts})`;
  return [
    `${path} = ${JSON.stringify(parameter.default)}`,
    `  ${type}${range}`,
    `  ${description}`,
    `  sets ${sets}; changes ${changes.join(', ')}`,
    '',
  ].join('\n');
}
