/** Manifest rule: objects have only members that their kinds have, each of its type. */

import { KUBERNETES_VERSIONS } from '../../model/kubernetes-version.ts';
import { nearestName } from '../../model/nearest-name.ts';
import { show } from '../../units/parsed.ts';
import { featureTooNew } from '../feature-too-new/rule.ts';
import { isData } from '../manifests/data.ts';
import type { ManifestSet } from '../manifests/manifest-set.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';
import { type Accepted, type MemberProblem, memberProblems } from './problems.ts';

/**
 * SW4311: an error, since `kubectl apply` asks for strict field validation, in which an API server answers 400 to the whole request
 * (test/apiserver/seeded-faults.ts has real ones do so).
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/2885-server-side-unknown-field-validation
 */
export const unknownMember: ManifestRule = {
  code: 'SW4311',
  name: 'unknown-member',
  level: 'manifest',
  severity: 'error',
  skipsPlanned: true,
  summary: 'An object has a member that its kind does not have, or one of the wrong type.',
  because:
    '`kubectl apply` asks the API server to refuse it (strict field validation); for tools that do not ask, the server drops it, and what was meant does not happen.',
  check: (set) => {
    if (set.objects.length === 0) return [];
    const minor = /^1\.(\d+)$/.exec(set.outside.kubernetes ?? '')?.[1];
    const problems = memberProblems(set.objects, minor === undefined ? undefined : Number(minor));
    return problems.filter((problem) => !isSaid(problem, set)).map((problem) => said(problem, set));
  },
};

/** Some members that are too new have a rule that says what they are. */
function isSaid({ kind, on, path }: MemberProblem, set: ManifestSet): boolean {
  return (
    kind === 'newer' &&
    featureTooNew.check(set).some((other) => other.on === on && other.path === path)
  );
}

function said(problem: MemberProblem, { outside }: ManifestSet): ManifestComplaint {
  const { on, path, name } = problem;
  const target = outside.kubernetes ?? '';
  switch (problem.kind) {
    case 'unknown': {
      const { parent, until } = problem;
      const versions =
        target === ''
          ? `any of Kubernetes ${KUBERNETES_VERSIONS[0]} to ${KUBERNETES_VERSIONS.at(-1)}`
          : `Kubernetes ${target}`;
      const when =
        until === undefined
          ? `in ${versions}`
          : `since Kubernetes 1.${until}; the target is ${target}`;
      return {
        ...{ on, path },
        message: `\`${name}\` is no member of ${parent} ${when}.`,
        fix: mended(problem),
      };
    }
    case 'newer':
      return {
        ...{ on, path },
        message: `\`${name}\` is known from Kubernetes 1.${problem.since} on; the target is ${target}.`,
        fix: `Leave it out, or set kubernetes: '1.${problem.since}'.`,
      };
    case 'type': {
      const accepted = problem.accepts.map((type) => WORDS[type]).join(' or ');
      return {
        ...{ on, path },
        message: `\`${name}\` is ${shown(problem)}; ${accepted} is accepted.`,
        because: 'An API server refuses it, whichever field validation is asked for.',
        fix: retyped(problem) ?? `Write ${accepted}.`,
      };
    }
  }
}

type Unknown = Extract<MemberProblem, { kind: 'unknown' }>;
type Mistyped = Extract<MemberProblem, { kind: 'type' }>;

/** More names than this are no answer but a page, and kubectl shows it. */
const FEW = 12;

function mended({ on, path, name, known, elsewhere }: Unknown): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Did you mean \`${nearest}\`? Otherwise leave it out.`;
  if (elsewhere !== undefined) return `Write it where it belongs: \`${elsewhere}\`.`;
  if (known.length > 0 && known.length <= FEW) return `Accepted here: ${known.join(', ')}.`;
  const parent = path.replaceAll(/\[[^\]]*\]/g, '').replace(/\.?[^.]*$/, '');
  const place = [on.kind.toLowerCase(), parent].filter((part) => part !== '').join('.');
  return `Leave it out; \`kubectl explain ${place}\` shows what is accepted.`;
}

const WORDS: Readonly<Record<Accepted, string>> = {
  text: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  map: 'an object',
  object: 'an object',
};

/** A value where a text is expected may be a secret, and so may a text where none is. */
function shown({ value, accepts }: Mistyped): string {
  if (Array.isArray(value)) return 'a list';
  if (isData(value)) return 'an object';
  if (typeof value === 'string') return isScalarText(value) ? show(value) : 'a text';
  return accepts.includes('text') ? `a ${typeof value}` : String(value);
}

/** How the same is written right, where that is plain. */
function retyped({ value, accepts }: Mistyped): string | undefined {
  if (typeof value === 'string') {
    const isNumber =
      /^-?\d+$/.test(value) && (accepts.includes('integer') || accepts.includes('number'));
    const isBoolean = /^(?:true|false)$/.test(value) && accepts.includes('boolean');
    return isNumber || isBoolean ? `Write ${value} without quotes.` : undefined;
  }
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return isScalar && accepts.includes('text') ? 'Write it in quotes.' : undefined;
}

function isScalarText(text: string): boolean {
  return /^(?:-?\d{1,10}|true|false|yes|no|on|off)$/i.test(text);
}
