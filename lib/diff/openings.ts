/** diff › openings: more that may be done, by pods on their node, by identities in the API, and by anybody over the network. */

import type { Manifest } from '../kubernetes/manifest.ts';
import { canonicalJson } from '../text/json.ts';
import type { Effect } from './change.ts';
import { at, itemsAt, textAt, textsAt } from './read-manifest.ts';

/** Confinement of a pod that is lost with a change of its template; each in a few words. */
export function podOpenings(before: unknown, after: unknown): readonly Effect[] {
  const [was, is] = [confinement(before), confinement(after)];
  return [...is]
    .filter((weakness) => !was.has(weakness))
    .map((weakness) => ({ kind: 'opening', says: `${weakness}.` }));
}

/** Everything a pod is allowed beyond the strictest; compared as a set. */
function confinement(pod: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (at(pod, name) === true) found.add(`the pod uses \`${name}\``);
  }
  if (at(pod, 'automountServiceAccountToken') !== false) {
    found.add('the pod may get a token of the API (`automountServiceAccountToken`)');
  }
  for (const volume of itemsAt(pod, 'volumes')) {
    const path = textAt(volume, 'hostPath', 'path');
    if (path !== undefined) found.add(`the pod mounts \`${path}\` of its node`);
  }
  for (const container of [...itemsAt(pod, 'initContainers'), ...itemsAt(pod, 'containers')]) {
    const own = at(container, 'securityContext');
    const inherited = at(pod, 'securityContext');
    const either = (key: string) => at(own, key) ?? at(inherited, key);
    const name = `container \`${textAt(container, 'name') ?? ''}\``;
    if (at(own, 'privileged') === true) found.add(`${name} is privileged`);
    if (at(own, 'allowPrivilegeEscalation') !== false) {
      found.add(`${name} may gain privileges (\`allowPrivilegeEscalation\`)`);
    }
    if (either('runAsNonRoot') !== true) found.add(`${name} may run as root`);
    if (either('runAsUser') === 0) found.add(`${name} runs as user 0`);
    if (at(own, 'readOnlyRootFilesystem') !== true) found.add(`${name} may write to its image`);
    const seccomp = textAt(either('seccompProfile'), 'type');
    if (seccomp === undefined || seccomp === 'Unconfined') {
      found.add(`${name} may make any system call (\`seccompProfile\`)`);
    }
    for (const capability of textsAt(own, 'capabilities', 'add')) {
      found.add(`${name} gets the capability ${capability}`);
    }
    if (!textsAt(own, 'capabilities', 'drop').includes('ALL')) {
      found.add(`${name} keeps the default capabilities`);
    }
  }
  return found;
}

/** What a policy lets through that it did not before, and what it stops. */
export function policyEffects(
  before: Manifest | undefined,
  after: Manifest | undefined,
): readonly Effect[] {
  if (after === undefined) {
    return [{ kind: 'opening', says: 'the policy is gone: what only it forbade is allowed.' }];
  }
  const effects: Effect[] = [];
  if (
    before !== undefined &&
    !isSame(at(before, 'spec', 'podSelector'), at(after, 'spec', 'podSelector'))
  ) {
    effects.push({
      kind: 'opening',
      says: 'it holds for other pods: those it held for are no longer confined by it.',
    });
  }
  for (const direction of ['ingress', 'egress'] as const) {
    const name = direction === 'ingress' ? 'Ingress' : 'Egress';
    const was = before !== undefined && textsAt(before, 'spec', 'policyTypes').includes(name);
    const is = textsAt(after, 'spec', 'policyTypes').includes(name);
    if (was && !is) effects.push({ kind: 'opening', says: `it speaks of ${direction} no longer.` });
    const [more, less] = ruleChanges(direction, before, after);
    if (more.length > 0) {
      effects.push({ kind: 'opening', says: `${direction} is allowed ${more.join('; ')}.` });
    }
    if (less.length > 0) {
      effects.push({
        kind: 'traffic',
        says: `${direction} is allowed no longer ${less.join('; ')}.`,
      });
    }
    if (!was && is && more.length === 0) {
      effects.push({
        kind: 'traffic',
        says: `${direction} is refused that no other policy allows.`,
      });
    }
  }
  return effects;
}

function ruleChanges(
  direction: 'ingress' | 'egress',
  before: Manifest | undefined,
  after: Manifest,
): readonly [more: readonly string[], less: readonly string[]] {
  const rules = (manifest: Manifest | undefined) => itemsAt(manifest, 'spec', direction);
  const [was, is] = [rules(before), rules(after)];
  const without = (
    some: readonly Readonly<Record<string, unknown>>[],
    others: readonly Readonly<Record<string, unknown>>[],
  ) =>
    some
      .filter((rule) => !others.some((other) => isSame(rule, other)))
      .map((rule) => ruleText(direction, rule));
  return [without(is, was), without(was, is)];
}

/** `to 10.0.0.0/8 on port 5432`. */
function ruleText(
  direction: 'ingress' | 'egress',
  rule: Readonly<Record<string, unknown>>,
): string {
  const peers = itemsAt(rule, direction === 'ingress' ? 'from' : 'to').map(
    (peer) => textAt(peer, 'ipBlock', 'cidr') ?? labelsText(peer),
  );
  const ports = itemsAt(rule, 'ports').map((item) => {
    const protocol = textAt(item, 'protocol') ?? 'TCP';
    return `${String(item['port'])}${protocol === 'TCP' ? '' : `/${protocol}`}`;
  });
  const who = peers.length === 0 ? 'everybody' : peers.join(', ');
  const where = ports.length === 0 ? 'every port' : `port ${ports.join(', ')}`;
  return `${direction === 'ingress' ? 'from' : 'to'} ${who} on ${where}`;
}

function labelsText(peer: unknown): string {
  const labels = ['podSelector', 'namespaceSelector'].flatMap((key) =>
    Object.entries(Object(at(peer, key, 'matchLabels'))).map(
      ([name, value]) => `${name}=${String(value)}`,
    ),
  );
  return labels.length === 0 ? 'all pods' : `pods with ${labels.join(', ')}`;
}

/** Rules of a role, or subjects of a binding, that are new. */
export function rightsEffects(before: Manifest | undefined, after: Manifest): readonly Effect[] {
  const list = after.kind.endsWith('Binding') ? 'subjects' : 'rules';
  const was = itemsAt(before, list);
  const more = itemsAt(after, list).filter((item) => !was.some((other) => isSame(item, other)));
  return more.map((item) => ({
    kind: 'opening',
    says:
      list === 'subjects'
        ? `${String(item['kind'])} \`${String(item['name'])}\` gets the rights of \`${textAt(after, 'roleRef', 'name') ?? ''}\`.`
        : `allows ${textsAt(item, 'verbs').join(', ')} of ${textsAt(item, 'resources').join(', ')}.`,
  }));
}

const LEVELS = ['restricted', 'baseline', 'privileged'];

/** A namespace that enforces less. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export function namespaceOpenings(before: Manifest, after: Manifest): readonly Effect[] {
  const level = ({ metadata }: Manifest) =>
    metadata.labels?.['pod-security.kubernetes.io/enforce'] ?? 'privileged';
  const [was, is] = [level(before), level(after)];
  return LEVELS.indexOf(is) > LEVELS.indexOf(was)
    ? [{ kind: 'opening', says: `pods may be \`${is}\`; it was \`${was}\` (Pod Security).` }]
    : [];
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
