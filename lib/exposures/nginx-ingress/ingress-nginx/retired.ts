/** exposures › nginx ingress › ingress-nginx › retired: where to go from a controller that nobody maintains. */

import type { Finding } from '../../../model/finding.ts';
import { DIALECTS, type Dialect } from '../../dialects.ts';
import { complaint } from '../../findings.ts';
import { type Asked, lacking } from '../../refuse.ts';

/** Dialects that may take over, the one that changes least first. */
const SUCCESSORS = ['f5', 'virtual-server', 'gateway', 'ngf'] as const satisfies readonly Dialect[];

/** What F5's controller has no part in: a rollout controller that sets weights itself. */
const UNSTEERED: readonly Dialect[] = ['f5', 'virtual-server'];

/** The controller is retired; only what can say all that is used is proposed. Raises SW2115. */
export function retired(asked: Asked): Finding {
  return complaint('controller-retired', `${asked.at}.controller`, {
    message:
      'ingress-nginx is retired: its repository was archived on 2026-03-24 and gets no security fixes.',
    because: 'It stands on the Internet with all certificates of the cluster in its memory.',
    fix: wayOut(asked),
  });
}

function wayOut(asked: Asked): string {
  const others = SUCCESSORS.map((dialect) => ({ dialect, lacks: lacksOf(asked, dialect) }));
  const able = others.filter(({ lacks }) => lacks.length === 0);
  if (able.length > 0) {
    const names = able.map(({ dialect }) => named(dialect)).join(', or ');
    return `Use ${names}: the other options stay as they are. Both controllers can run side by side under two class names while hosts move one by one.`;
  }
  const each = others.map(({ dialect, lacks }) => `${named(dialect)} lacks ${lacks.join(', ')}`);
  return `No other dialect can say all of this service: ${each.join('; ')}. Give up what one of them lacks, and use it.`;
}

function lacksOf(asked: Asked, dialect: Dialect): readonly string[] {
  const steered = asked.targets.some(({ weightsSteered }) => weightsSteered === true);
  const weights = steered && UNSTEERED.includes(dialect) ? ['weights that a controller sets'] : [];
  return [...lacking(asked, dialect), ...weights];
}

function named(dialect: Dialect): string {
  const { title, factory } = DIALECTS[dialect];
  return `${factory} (${title})`;
}
