/** exposures › nginx ingress › f5 › headers: changes of headers, in annotations that split at commas and colons. */

import type { Finding } from '../../../model/finding.ts';
import { show } from '../../../units/parsed.ts';
import type { Annotations } from '../../annotations.ts';
import { complaint } from '../../findings.ts';
import type { Neutral } from '../../neutral.ts';

/**
 * Header annotations. A response header that is set also hides the process's own, because `add_header` only adds;
 * a request header that is removed is set to nothing, which nginx does not pass on.
 * @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header
 */
export function headerAnnotations({ requestHeaders, responseHeaders }: Neutral): Annotations {
  return {
    'nginx.org/proxy-set-headers': list([
      ...Object.entries(requestHeaders.set).map(([name, value]) => `${name}: ${value}`),
      ...requestHeaders.remove.map((name) => `${name}:`),
    ]),
    'nginx.org/add-header': list(
      Object.entries(responseHeaders.set).map(([name, value]) => `${name}: ${value}: always`),
    ),
    'nginx.org/proxy-hide-headers': list([
      ...Object.keys(responseHeaders.set),
      ...responseHeaders.remove,
    ]),
  };
}

function list(entries: readonly string[]): string | undefined {
  return entries.length === 0 ? undefined : entries.join(',');
}

/** Complaints about values that the annotations cannot hold. Raises SW2111. */
export function headerProblems(neutral: Neutral): readonly Finding[] {
  return [
    ...problems(neutral, 'requestHeaders', /[,$"\\]/, "',', '$', '\"' and '\\'"),
    ...problems(neutral, 'responseHeaders', /[,:$"\\]/, "',', ':', '$', '\"' and '\\'"),
  ];
}

function problems(
  neutral: Neutral,
  option: 'requestHeaders' | 'responseHeaders',
  impossible: RegExp,
  characters: string,
): readonly Finding[] {
  return Object.entries(neutral[option].set)
    .filter(([, value]) => impossible.test(value))
    .map(([name, value]) =>
      complaint('value-not-expressible', `${neutral.at}.${option}.set.${name}`, {
        message: `The annotations of F5 NGINX Ingress Controller cannot hold the value ${show(value)}: ${characters} have a meaning of their own there.`,
        because: 'The header would arrive cut, or the controller would refuse the whole Ingress.',
        fix: 'Send the header from the application, or use gateway(), which has no such limit.',
      }),
    );
}
