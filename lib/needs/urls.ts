/** needs: URLs of dependencies that are called over HTTP, as far as they can be read where they are described. */

import type { OptionProblem } from '../model/variant.ts';
import type { Variables } from './variables.ts';

/** Port of HTTPS. @see https://www.rfc-editor.org/rfc/rfc9110#section-4.2.2 */
export const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/** Port of a written-out URL; undefined for references and for what is no URL. */
export function urlPort(value: unknown): number | undefined {
  const match =
    typeof value === 'string'
      ? /^(https?):\/\/(?:[^/?#@]*@)?(?:\[[^\]]+\]|[^/?#:]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(value)
      : null;
  if (match === null) return undefined;
  if (match[2] !== undefined) return Number(match[2]);
  return match[1]?.toLowerCase() === 'http' ? HTTP_PORT : HTTPS_PORT;
}

/** The port that is said, else those of the URLs that can be read here; `usual` for those that cannot. */
export function portsOf(
  urls: Variables | undefined,
  said: number | undefined,
  usual: number,
): readonly number[] {
  if (said !== undefined) return [said];
  const read = Object.values(urls ?? {}).map((value) => urlPort(value) ?? usual);
  return read.length === 0 ? [usual] : [...new Set(read)].toSorted((a, b) => a - b);
}

/** URLs that lead to another port than the one that is opened. */
export function portProblems(
  group: string,
  urls: Variables | undefined,
  said: number | undefined,
): readonly OptionProblem[] {
  return Object.entries(urls ?? {}).flatMap(([name, value]): readonly OptionProblem[] => {
    const written = urlPort(value);
    return written === undefined || said === undefined || written === said
      ? []
      : [
          {
            path: `${group}.${name}`,
            message: `The URL leads to port ${written}, but \`port\` allows ${said} only.`,
            fix: 'Leave `port` out, or correct one of them.',
          },
        ];
  });
}

/** Keys and tokens that are written out. */
export function clearCredentials(
  groups: Readonly<Record<string, Variables | undefined>>,
): readonly OptionProblem[] {
  return Object.entries(groups).flatMap(([group, variables]) =>
    Object.entries(variables ?? {})
      .filter(([, value]) => typeof value !== 'object')
      .map(([name]) => ({
        path: `${group}.${name}`,
        message: `\`${name}\` is a credential in clear text.`,
        fix: "Keep it in a Secret and write `secretRef('name', 'key')`.",
      })),
  );
}
