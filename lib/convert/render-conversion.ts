/** convert › render: what became of an Ingress, for a person to read. */

import type { AnnotationOutcome, Conversion, DialectOutcome } from './conversion.ts';

/** The options first, to be copied; then what each controller makes of them, and what is left. */
export function renderConversion(conversion: Conversion): string {
  const { ingress, namespace, typescript, annotations, dialects } = conversion;
  const of = (fate: AnnotationOutcome['fate']) => annotations.filter((each) => each.fate === fate);
  return [
    `# Ingress ${namespace === undefined ? '' : `${namespace}/`}${ingress}: ${counts(annotations)}`,
    typescript.trimEnd(),
    ...dialects.map(renderDialect),
    ...section('Converted', of('converted')),
    ...section('Passed on as they are', of('kept')),
    ...section('Need a hand', of('by-hand')),
    ...section('Lost', of('lost')),
    ...section('Unknown', of('unknown')),
  ]
    .join('\n\n')
    .concat('\n');
}

function counts(annotations: readonly AnnotationOutcome[]): string {
  const fates = ['converted', 'kept', 'by-hand', 'lost', 'unknown'] as const;
  const parts = fates.flatMap((fate) => {
    const count = annotations.filter((each) => each.fate === fate).length;
    return count === 0 ? [] : [`${count} ${fate === 'by-hand' ? 'by hand' : fate}`];
  });
  return `${annotations.length} annotations${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

function renderDialect({ title, factory, says, cannot }: DialectOutcome): string {
  return [
    `## ${title}, ${factory}`,
    ...Object.entries(says).map(([option, by]) => `  ${option}: ${by}`),
    ...Object.entries(cannot).map(([option, why]) => `  ${option}: cannot be said: ${why}`),
  ].join('\n');
}

function section(title: string, outcomes: readonly AnnotationOutcome[]): readonly string[] {
  return outcomes.length === 0
    ? []
    : [
        [`## ${title}`, ...outcomes.map(({ annotation, says }) => `  ${annotation}: ${says}`)].join(
          '\n',
        ),
      ];
}
