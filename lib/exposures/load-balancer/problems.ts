/** exposures › load balancer › problems: what the platform cannot do, and what a connection must not be used for. */

import { unknownProcess } from '../../model/unknown-names.ts';
import type { ExposureInput, ExposureTarget } from '../../model/exposure.ts';
import type { Finding } from '../../model/finding.ts';
import { complaint } from '../findings.ts';
import type { LoadBalancerOptions } from './options.ts';
import { idleSecondsOf, keyOf, platformOf, platformValues } from './platform-annotations.ts';
import { LOAD_BALANCER_PLATFORMS } from './platforms.ts';

/** Complaints about a load balancer in front of a process. Raises SW2111, SW2112 and SW2114. */
export function loadBalancerProblems(
  options: LoadBalancerOptions,
  at: string,
  target: ExposureTarget,
): readonly Finding[] {
  return [
    ...unknownToPlatform(options, at),
    ...reachProblems(options, at),
    ...valueProblems(options, at),
    ...idleProblems(options, at, target),
    ...clearText(options, at),
  ];
}

/** The complaint about a process that is not there. Raises SW2109. */
export function processProblems(process: string, input: ExposureInput): readonly Finding[] {
  if (Object.hasOwn(input.targets, process)) return [];
  const text = unknownProcess(process, Object.keys(input.targets));
  return [complaint('process-unknown', `${input.path}.process`, text)];
}

function unknownToPlatform(options: LoadBalancerOptions, at: string): readonly Finding[] {
  const platform = platformOf(options);
  return Object.entries(platformValues(options))
    .filter(([option, value]) => value !== undefined && keyOf(platform, option) === undefined)
    .map(([option]) => {
      const able = Object.entries(LOAD_BALANCER_PLATFORMS)
        .filter(([, other]) => keyOf(other, option) !== undefined)
        .map(([name]) => `'${name}'`);
      return complaint('value-not-expressible', `${at}.${option}`, {
        message: `\`${option}\` cannot be said for ${platform.title}.`,
        because: 'No annotation of this platform carries it.',
        fix: `Remove it, or name a platform that has it: ${able.join(', ')}.`,
      });
    });
}

function reachProblems(options: LoadBalancerOptions, at: string): readonly Finding[] {
  const platform = platformOf(options);
  if (options.scope !== 'internal' || platform.internal !== undefined) return [];
  return [
    complaint('value-not-expressible', `${at}.scope`, {
      message: `How a load balancer stays internal cannot be said for ${platform.title}.`,
      because: 'Without the annotation of its platform it may get a public address.',
      fix: "Name the platform, e.g. `platform: 'eks'`, or pass its annotation and leave `scope` out.",
    }),
  ];
}

/** Minutes that Azure takes. */
const AZURE_IDLE_MINUTES = { min: 4, max: 30 };

function valueProblems(options: LoadBalancerOptions, at: string): readonly Finding[] {
  const { platform, subnets, addresses, scope } = options;
  const minutes = (idleSecondsOf(options) ?? 300) / 60;
  const { min, max } = AZURE_IDLE_MINUTES;
  const several = (platform === 'gke' || platform === 'aks') && (subnets ?? []).length > 1;
  const outside = several === false && subnets !== undefined && scope !== 'internal';
  const problems = [
    {
      wrong: platform === 'aks' && (!Number.isInteger(minutes) || minutes < min || minutes > max),
      option: 'idleTimeout',
      message: `Azure takes whole minutes from ${min} to ${max}, not ${minutes}.`,
      fix: "Write it such as '10m'.",
    },
    {
      wrong: several,
      option: 'subnets',
      message: 'This platform takes one subnet.',
      fix: 'Name one.',
    },
    {
      wrong: outside && (platform === 'gke' || platform === 'aks'),
      option: 'subnets',
      message: 'A subnet is chosen for internal load balancers only.',
      fix: "Add `scope: 'internal'`, or remove `subnets`.",
    },
    {
      wrong: platform === 'aks' && (addresses ?? []).length > 1,
      option: 'addresses',
      message: 'Azure takes the name of one public IP.',
      fix: 'Name one.',
    },
  ];
  return problems
    .filter(({ wrong }) => wrong)
    .map(({ option, message, fix }) =>
      complaint('value-not-expressible', `${at}.${option}`, {
        message,
        because: 'The platform would refuse the annotation, and no address would be given.',
        fix,
      }),
    );
}

function idleProblems(
  options: LoadBalancerOptions,
  at: string,
  { requestTimeoutSeconds }: ExposureTarget,
): readonly Finding[] {
  const { idleSeconds, title, options: able } = platformOf(options);
  if (idleSeconds === undefined || requestTimeoutSeconds <= idleSeconds) return [];
  return [
    complaint('timeout-below-request', able.idleTimeout === undefined ? at : `${at}.idleTimeout`, {
      message: `${title} drops a connection after ${idleSeconds} s of silence, but a request may take ${requestTimeoutSeconds} s.`,
      because: 'The client would wait for an answer that cannot arrive.',
      fix:
        able.idleTimeout === undefined
          ? 'Shorten `requestTimeout` of the process, or answer early and in parts.'
          : 'Set `idleTimeout` above it, or shorten `requestTimeout` of the process.',
    }),
  ];
}

function clearText(options: LoadBalancerOptions, at: string): readonly Finding[] {
  if (options.scope === 'internal') return [];
  return [
    complaint('tls-missing', at, {
      message: 'The process answers the public in clear text.',
      because:
        'A load balancer of layer 4 ends no TLS: whoever is on the way reads and changes everything.',
      fix: "Use nginxIngress() or gateway() with `tls`, end TLS in the process itself, or make it `scope: 'internal'`.",
    }),
  ];
}
