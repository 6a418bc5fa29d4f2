/** cli › convert ingress: what an Ingress of ingress-nginx says, in the words of a description. */

import {
  convertIngresses,
  hasErrors,
  renderConversion,
  renderText,
  type Diagnostic,
} from '../../index.ts';
import { parseYamlDocuments } from '../../io/parse-yaml.ts';
import { readText } from '../../io/read-text.ts';
import { EXIT, type Call, type Command, type Outcome } from '../command.ts';

/** `slipway convert ingress <file>`. */
export const convertIngressCommand: Command = {
  name: 'convert ingress',
  arguments: ['<file>'],
  summary: 'Turn an Ingress with annotations of ingress-nginx into options, and account for each.',
  options: {
    strict: {
      type: 'boolean',
      help: 'Warnings, and annotations that need a hand or are lost, fail too.',
    },
    format: { type: 'string', value: 'format', choices: ['text', 'json'], help: 'How to print.' },
  },
  examples: [
    'slipway convert ingress ingress.yaml',
    'slipway convert ingress ingress.yaml --format json --strict',
  ],
  run,
};

function run({ positionals, options, color }: Call): Promise<Outcome> {
  const [file = ''] = positionals;
  const read = readText(file);
  if (!read.ok) return refuse(unreadable(file, `could not be read: ${read.problem}`), color);
  const parsed = parseYamlDocuments(read.text);
  if (!parsed.ok)
    return refuse(unreadable(file, `is no YAML: ${parsed.problem}`, parsed.line), color);
  const { conversions, findings } = convertIngresses(parsed.values);
  const diagnostics = findings.map(({ path: _path, object, ...finding }): Diagnostic => ({
    ...finding,
    at: { file, ...(object === undefined ? {} : { object }) },
  }));
  const unsaid = conversions.some(({ annotations }) =>
    annotations.some(({ fate }) => fate !== 'converted' && fate !== 'kept'),
  );
  const failed =
    hasErrors(diagnostics) || (options['strict'] === true && (unsaid || diagnostics.length > 0));
  return Promise.resolve({
    exitCode: failed ? EXIT.findings : EXIT.ok,
    ...(options['format'] === 'json'
      ? { stdout: `${JSON.stringify({ conversions, diagnostics }, null, 2)}\n` }
      : {
          stdout: conversions.map(renderConversion).join('\n'),
          ...(diagnostics.length === 0 ? {} : { stderr: renderText(diagnostics, { color }) }),
        }),
  });
}

function refuse(diagnostic: Diagnostic, color: boolean): Promise<Outcome> {
  return Promise.resolve({ exitCode: EXIT.findings, stderr: renderText([diagnostic], { color }) });
}

function unreadable(file: string, problem: string, line?: number): Diagnostic {
  return {
    code: 'SW1054',
    name: 'ingress-unreadable',
    severity: 'error',
    at: { file, ...(line === undefined ? {} : { line }) },
    message: `\`${file}\` ${problem}.`,
    because: 'Nothing can be converted.',
    fix: 'Save it again: kubectl get ingress NAME -o yaml > ingress.yaml',
  };
}
