/** What is said of a name that stands nowhere in the description; asked early of data of any shape, and late of plans. */

import type { Finding } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import { show } from '../units/parsed.ts';

/** A complaint that does not know its place yet. */
export type Nameless = Required<Omit<Finding, 'path' | 'object' | 'docs'>>;

/** An exposure or a peer names a process that answers no requests, or none at all (SW2109). */
export function unknownProcess(process: string, webs: readonly string[]): Nameless {
  const known = webs.toSorted();
  const nearest = nearestName(process, known);
  return {
    code: 'SW2109',
    name: 'process-unknown',
    severity: 'error',
    message: `No web process is called ${show(process)}.`,
    because: 'It must be a process that answers requests.',
    fix:
      nearest !== undefined
        ? `Did you mean \`${nearest}\`?`
        : known.length === 0
          ? 'Describe one as `web`.'
          : `Web processes of this service: ${known.join(', ')}.`,
  };
}

/** A trigger names a need as its source that is not described (SW2158); `kind` is what the need would be. */
export function unknownNeed(
  source: string,
  needs: readonly string[],
  kind = 'redis',
): Pick<Nameless, 'message' | 'because' | 'fix'> {
  const known = needs.toSorted();
  const nearest = nearestName(source, known);
  return {
    message: `\`needs.${source}\` does not exist; there ${known.length === 0 ? 'are no needs' : `${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`}.`,
    because: 'Address and credentials of a trigger are those of a need.',
    fix:
      nearest === undefined
        ? `Add it, e.g. \`needs: { ${keyText(source)}: ${kind}({ … }) }\`.`
        : `Did you mean \`${nearest}\`?`,
  };
}

/** A process mounts a volume that is not described (SW2190). */
export function unknownVolume(
  volume: string,
  volumes: readonly string[],
  mountedAt: string,
): Nameless {
  const known = volumes.toSorted();
  if (volume.startsWith('/') && !mountedAt.startsWith('/')) return turnedMount(volume, mountedAt);
  const nearest = nearestName(volume, known);
  return {
    code: 'SW2190',
    name: 'volume-unknown',
    severity: 'error',
    message: `There is no volume \`${volume}\`; the service has ${known.length === 0 ? 'none' : known.join(', ')}.`,
    because: 'The pods would wait for it for ever.',
    fix:
      nearest === undefined
        ? `Describe it: \`volumes: { ${keyText(volume)}: claim({ size: '10Gi' }) }\`.`
        : `Did you mean \`${nearest}\`?`,
  };
}

function turnedMount(path: string, volume: string): Nameless {
  return {
    code: 'SW2190',
    name: 'volume-unknown',
    severity: 'error',
    message: `${show(path)} is a path where the name of a volume belongs.`,
    because: 'Mounts are volumes by the path at which a container sees them.',
    fix: `The other way round: \`mounts: { '${path}': '${volume}' }\`.`,
  };
}

/** A key as TypeScript takes it. */
function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}
