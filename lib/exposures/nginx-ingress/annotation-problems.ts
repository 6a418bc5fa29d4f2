/** exposures › nginx ingress › annotation problems: authored annotations that do nothing, or more than is seen. */

import type { Finding } from '../../model/finding.ts';
import { complaint } from '../findings.ts';
import type { Neutral } from '../neutral.ts';

const PREFIXES = {
  f5: ['nginx.org/', 'nginx.com/'],
  'ingress-nginx': ['nginx.ingress.kubernetes.io/'],
} as const;

/** Complaints about pass-through annotations. Raises SW2120, SW2121 and SW2122. */
export function annotationProblems(
  neutral: Neutral,
  controller: keyof typeof PREFIXES,
  allowSnippets: boolean,
): readonly Finding[] {
  return Object.entries(neutral.annotations).flatMap(([key, value]) => {
    const at = `${neutral.at}.annotations.${key}`;
    return [
      ...foreign(key, at, controller),
      ...(allowSnippets ? [] : snippet(key, at)),
      ...bypass(key, value, at),
    ];
  });
}

function foreign(key: string, at: string, controller: keyof typeof PREFIXES): readonly Finding[] {
  const other = controller === 'f5' ? 'ingress-nginx' : 'f5';
  if (!PREFIXES[other].some((prefix) => key.startsWith(prefix))) return [];
  return [
    complaint('annotation-of-another-controller', at, {
      message: `The annotation ${key} belongs to another controller than the one chosen (${controller}).`,
      because: 'It would be kept and have no effect at all.',
      fix: `Use the option for it, an annotation beginning with ${PREFIXES[controller][0]}, or \`controller: '${other}'\`.`,
    }),
  ];
}

function snippet(key: string, at: string): readonly Finding[] {
  if (!/\/[a-z-]*snippets?$/.test(key)) return [];
  return [
    complaint('snippet-without-consent', at, {
      message: `The annotation ${key} writes raw nginx configuration.`,
      because:
        'Whoever may write it can read every Secret of the controller; controllers refuse the whole Ingress unless their operator allows snippets.',
      fix: 'Use an option instead, or say `allowSnippets: true` once the operator has agreed.',
    }),
  ];
}

function bypass(key: string, value: string, at: string): readonly Finding[] {
  const names = ['nginx.org/use-cluster-ip', 'nginx.ingress.kubernetes.io/service-upstream'];
  if (!names.includes(key) || value !== 'true') return [];
  return [
    complaint('drain-bypassed', at, {
      message: `With ${key} the proxy talks to the Service's address instead of the pods.`,
      because:
        'Connections it keeps open stay with a pod that is stopping, and requests on them are lost.',
      fix: 'Remove the annotation.',
    }),
  ];
}
