/** exposures › findings: every complaint an exposure can make, as data, and the one way to make it. */

import type { Severity } from '../diagnostics/diagnostic.ts';
import type { Finding } from '../model/finding.ts';

/** Codes and severities by name: SW2100 to SW2149 are the exposures', and a few of later blocks. */
export const EXPOSURE_FINDINGS = {
  'host-missing': { code: 'SW2100', severity: 'error' },
  'host-undecided': { code: 'SW2101', severity: 'error' },
  'host-invalid': { code: 'SW2102', severity: 'error' },
  'host-duplicate': { code: 'SW2103', severity: 'error' },
  'preview-host-served': { code: 'SW2104', severity: 'error' },
  'preview-host-unused': { code: 'SW2105', severity: 'warning' },
  'path-invalid': { code: 'SW2106', severity: 'error' },
  'path-duplicate': { code: 'SW2107', severity: 'error' },
  'path-regular-expression': { code: 'SW2108', severity: 'error' },
  'process-unknown': { code: 'SW2109', severity: 'error' },
  'option-not-expressible': { code: 'SW2110', severity: 'error' },
  'value-not-expressible': { code: 'SW2111', severity: 'error' },
  'timeout-below-request': { code: 'SW2112', severity: 'error' },
  'timeout-without-slack': { code: 'SW2113', severity: 'warning' },
  'tls-missing': { code: 'SW2114', severity: 'warning' },
  'controller-retired': { code: 'SW2115', severity: 'warning' },
  'cors-credentials-for-everyone': { code: 'SW2116', severity: 'error' },
  'grpc-without-tls': { code: 'SW2117', severity: 'error' },
  'wildcard-certificate': { code: 'SW2118', severity: 'note' },
  'annotation-derived': { code: 'SW2119', severity: 'error' },
  'annotation-of-another-controller': { code: 'SW2120', severity: 'warning' },
  'snippet-without-consent': { code: 'SW2121', severity: 'error' },
  'drain-bypassed': { code: 'SW2122', severity: 'warning' },
  'gateway-missing': { code: 'SW2123', severity: 'error' },
  'certificate-of-gateway': { code: 'SW2124', severity: 'error' },
  'redirect-without-listener': { code: 'SW2125', severity: 'error' },
  'secret-for-two-purposes': { code: 'SW2126', severity: 'error' },
  'sticky-canary': { code: 'SW2127', severity: 'note' },
  'wildcard-by-http01': { code: 'SW2179', severity: 'error' },
  'certificate-untrusted': { code: 'SW2180', severity: 'warning' },
} as const satisfies Readonly<
  Record<string, { readonly code: `SW21${number}`; readonly severity: Severity }>
>;

/** Name of a complaint an exposure can make. */
export type ExposureFindingName = keyof typeof EXPOSURE_FINDINGS;

/** What a complaint says: what is wrong, why it matters, how to mend it. */
export interface ComplaintText {
  readonly message: string;
  readonly because: string;
  readonly fix: string;
}

/** Makes the complaint of that name about the option at `path`. */
export function complaint(name: ExposureFindingName, path: string, text: ComplaintText): Finding {
  return { ...EXPOSURE_FINDINGS[name], name, path, ...text, docs: 'exposures' };
}
