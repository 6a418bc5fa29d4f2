/** cli › explain: where a value came from. */

import { explain, type Explanation } from '../../index.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';
import { loadBundle } from '../load-bundle.ts';

/** `slipway explain <service> <path>`. */
export const explainCommand: Command = {
  name: 'explain',
  arguments: ['<service>', '<path>'],
  summary: 'Say where a value came from: formula with its numbers, origin, source.',
  options: {
    environment: {
      type: 'string',
      short: 'e',
      value: 'name',
      help: 'Answer for one environment. Default: all, once where they agree.',
    },
    format: { type: 'string', value: 'format', choices: ['text', 'json'], help: 'How to print.' },
  },
  examples: [
    'slipway explain shop web.lifecycle.terminationGracePeriod',
    'slipway explain shop web.server.workers -e production --format json',
  ],
  run,
};

async function run({ positionals, options }: Call): Promise<Outcome> {
  const [service = '', path = ''] = positionals;
  const environment = options['environment'];
  const loaded = await loadBundle();
  if (!loaded.ok) return loaded.outcome;
  const explained = explain(loaded.bundle, {
    service,
    path,
    environment: typeof environment === 'string' ? environment : undefined,
  });
  if (!explained.ok) return { exitCode: EXIT.findings, stderr: `${explained.problem}\n` };
  const stdout =
    options['format'] === 'json'
      ? `${JSON.stringify(explained.explanations, null, 2)}\n`
      : explained.explanations.map(text).join('\n');
  return { exitCode: EXIT.ok, stdout };
}

function text({ path, value, origin, environments }: Explanation): string {
  const shown = path.replace(/^processes\./, '');
  // A decision that only shows in what follows from it has no value of its own.
  const said = value === undefined ? shown : `${shown} = ${JSON.stringify(value)}`;
  const lines = [`${said}  (${environments.join(', ')})`];
  if (origin === undefined) lines.push('  follows from the description');
  else if (origin.kind === 'spec')
    lines.push(`  as described in ${origin.from ?? 'the description'}`);
  else lines.push(`  ${origin.kind}: ${origin.because ?? ''}`);
  if (origin?.source !== undefined) lines.push(`  source: ${origin.source}`);
  return `${lines.join('\n')}\n`;
}
