/** proxies › nginx: what nginx cannot do for a process, and what contradicts the rest of the description. */

import type { Finding } from '../../model/finding.ts';
import type { ProxyInput } from '../../model/proxy.ts';
import { byteQuantity, formatQuantity } from '../../units/quantity.ts';
import type { NginxOptions } from './options.ts';

/** Raises SW2050 to SW2056. */
export function nginxFindings(
  options: NginxOptions,
  input: ProxyInput,
  maxBodyBytes: number,
): readonly Finding[] {
  const at = `${input.process}.proxy`;
  return [
    ...bodyFindings(input, maxBodyBytes, at),
    ...protocolFindings(options, input, at),
    ...trustFindings(options.trustedProxies, input, at),
    ...imageFindings(options, at),
    ...routeFindings(options, input, at),
  ];
}

function bodyFindings(input: ProxyInput, maxBodyBytes: number, at: string): readonly Finding[] {
  if (maxBodyBytes >= input.largestBodyBytes) return [];
  const [own, wanted] = [maxBodyBytes, input.largestBodyBytes].map((count) =>
    formatQuantity(byteQuantity(count)),
  );
  return [
    {
      code: 'SW2050',
      name: 'proxy-body-below-exposure',
      severity: 'error',
      path: `${at}.maxBodySize`,
      message: `The exposure lets bodies of ${wanted} through, nginx in the pod refuses more than ${own}.`,
      because: 'Uploads in between get 413 from the inner proxy, after they were sent twice.',
      fix: `Leave \`maxBodySize\` out (${wanted} is derived), or lower that of the exposure.`,
    },
  ];
}

function protocolFindings(
  { responseBuffering }: NginxOptions,
  { protocol }: ProxyInput,
  at: string,
): readonly Finding[] {
  if (protocol === 'grpc') {
    return [
      {
        code: 'SW2051',
        name: 'proxy-protocol-unsupported',
        severity: 'error',
        path: at,
        message: 'nginx in the pod does not pass gRPC on.',
        because: 'It would have to speak HTTP/2 without TLS on both sides, and gains nothing.',
        fix: 'Leave `proxy` out, or put what speaks HTTP into a process of its own.',
      },
    ];
  }
  if (protocol === 'sse' && responseBuffering === true) {
    return [
      {
        code: 'SW2052',
        name: 'proxy-buffers-stream',
        severity: 'error',
        path: `${at}.responseBuffering`,
        message: 'Event streams are held back until a buffer is full.',
        because: 'A client waits for events that were sent long ago.',
        fix: 'Leave `responseBuffering` out: it is off for `sse`.',
      },
    ];
  }
  return [];
}

function trustFindings(
  authored: readonly string[] | undefined,
  input: ProxyInput,
  at: string,
): readonly Finding[] {
  const path = `${at}.trustedProxies`;
  if (input.ingressRestricted) return [];
  if (authored?.includes('*') === true) {
    return [
      {
        code: 'SW2053',
        name: 'proxy-everybody-trusted',
        severity: 'error',
        path,
        message:
          '`*` believes forwarded headers of everybody, and no NetworkPolicy keeps anybody out.',
        because: 'Any pod could claim to be another client, or to have come by HTTPS.',
        fix: 'Switch `network.policies` on, or name the addresses of the proxy in front.',
      },
    ];
  }
  if (authored !== undefined || !input.behindProxy) return [];
  return [
    {
      code: 'SW2054',
      name: 'proxy-untrusted',
      severity: 'warning',
      path,
      message: 'The forwarded headers of the proxy in front are not believed.',
      because:
        'Without NetworkPolicies anybody may send them; so nginx takes the proxy for the client, and HTTPS for HTTP.',
      fix: 'Switch `network.policies` on, or name the addresses of the proxy in front in `trustedProxies`.',
    },
  ];
}

function imageFindings({ image }: NginxOptions, at: string): readonly Finding[] {
  const other = image?.repository !== undefined && image.tag === undefined;
  if (!other || image.digest !== undefined) return [];
  return [
    {
      code: 'SW2055',
      name: 'proxy-image-unversioned',
      severity: 'error',
      path: `${at}.image`,
      message: `\`${image.repository}\` has neither tag nor digest.`,
      because: 'The tag of the built-in image means nothing in another repository.',
      fix: 'Add `tag`, and `digest` where you can.',
    },
  ];
}

/** Static files lie beside what the server answers, and routes are often written for that alone. */
function routeFindings(
  { static: files = {} }: NginxOptions,
  { paths }: ProxyInput,
  at: string,
): readonly Finding[] {
  if (paths === undefined) return [];
  return Object.keys(files)
    .filter((prefix) => !paths.some((route) => leadsTo(route, prefix)))
    .map((prefix) => ({
      code: 'SW2056',
      name: 'static-files-unreached',
      severity: 'warning',
      path: `${at}.static.${prefix}`,
      message: `No path of an exposure leads to \`${prefix}\`; there are ${paths.map(({ path }) => `\`${path}\``).join(', ')}.`,
      because: 'The proxy in front answers 404 for every style sheet, script and image.',
      fix: `Add \`{ path: '${prefix.replace(/(.)\/$/, '$1')}' }\` to the \`paths\` of the exposure.`,
    }));
}

function leadsTo(
  { path, type }: NonNullable<ProxyInput['paths']>[number],
  prefix: string,
): boolean {
  if (type === 'Exact') return path === prefix;
  const folder = path.endsWith('/') ? path : `${path}/`;
  const wanted = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return wanted.startsWith(folder) || folder.startsWith(wanted);
}
