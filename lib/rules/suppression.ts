/** Leaves out complaints an author has answered with a reason, and complains of answers nobody asked for. */

/** Annotation that silences a rule: this prefix and the code, with the reason as its value. */
export const SUPPRESSION_PREFIX = 'slipway.dev/ignore-';

/** One rule somebody silenced. */
export interface Suppression {
  readonly code: string;
  readonly reason: string;
}

/** The suppressions among annotations, of codes that begin with some text, e.g. `SW4`. */
export function suppressionsIn(
  annotations: Readonly<Record<string, string>>,
  block: string,
): readonly Suppression[] {
  return Object.entries(annotations).flatMap(([key, value]) => {
    const code = key.startsWith(SUPPRESSION_PREFIX) ? key.slice(SUPPRESSION_PREFIX.length) : '';
    return code.startsWith(block) ? [{ code, reason: value.trim() }] : [];
  });
}

/** Whether a rule is silenced: only with a reason. */
export function isSuppressed(suppressions: readonly Suppression[], code: string): boolean {
  return suppressions.some((found) => found.code === code && found.reason !== '');
}
