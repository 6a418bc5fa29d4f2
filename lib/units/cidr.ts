/** Layer 0: blocks of IP addresses, for network policies and trusted proxies. */
import { type Parsed, accepted, refused, show } from './parsed.ts';

/** A block of addresses, its address in canonical form (RFC 5952 for IPv6). */
export interface Cidr {
  readonly family: 4 | 6;
  readonly address: string;
  readonly prefix: number;
}

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`: no leading zeros, no IPv4-mapped IPv6.
 * Bits set beyond the prefix (`10.0.0.1/8`) are refused unless `hostBits` is 'allow'; then they are kept as written.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.35.4/pkg/util/validation/ip.go IsValidCIDR
 */
export function parseCidr(text: string, hostBits: 'refuse' | 'allow' = 'refuse'): Parsed<Cidr> {
  const [, ip = '', length = ''] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = ip.includes(':') ? 6 : 4;
  const bits = family === 6 ? bitsOf6(ip) : bitsOf4(ip);
  const prefix = Number(length);
  if (bits === undefined || length === '' || prefix > width(family)) {
    const hint =
      bitsOf4(text) === undefined && bitsOf6(text) === undefined
        ? ''
        : `; for one address write '${text}/${text.includes(':') ? 128 : 32}'`;
    return refused(
      `${show(text)} is not a CIDR block: an address and a prefix length are, such as '10.0.0.0/8' or '2001:db8::/32'${hint}`,
    );
  }
  const network = masked(bits, prefix, family);
  if (network !== bits && hostBits === 'refuse') {
    return refused(
      `${show(text)} has bits set beyond its prefix: write '${formatIp(network, family)}/${prefix}'`,
    );
  }
  return accepted({ family, address: formatIp(bits, family), prefix });
}

/** Prints a block as `address/prefix`. */
export function formatCidr({ address, prefix }: Cidr): string {
  return `${address}/${prefix}`;
}

/** True if every address of `inner` is in `outer`; blocks of different families never contain one another. */
export function cidrContains(outer: Cidr, inner: Cidr): boolean {
  if (outer.family !== inner.family || inner.prefix < outer.prefix) return false;
  return (
    masked(bitsOf(outer), outer.prefix, outer.family) ===
    masked(bitsOf(inner), outer.prefix, outer.family)
  );
}

function bitsOf({ family, address }: Cidr): bigint {
  return (family === 6 ? bitsOf6(address) : bitsOf4(address)) ?? 0n;
}

function width(family: 4 | 6): number {
  return family === 6 ? 128 : 32;
}

function masked(bits: bigint, prefix: number, family: 4 | 6): bigint {
  const host = BigInt(width(family) - prefix);
  return (bits >> host) << host;
}

function bitsOf4(ip: string): bigint | undefined {
  const octets = ip.split('.');
  if (
    octets.length !== 4 ||
    !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
  )
    return undefined;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

/** The groups left of `::` count from the top, those right of it from the bottom. */
function bitsOf6(ip: string): bigint | undefined {
  const halves = ip.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...left, ...right];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const missing = 8 - groups.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const zeros = Array.from({ length: missing }, () => '0');
  return [...left, ...zeros, ...right].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

function formatIp(bits: bigint, family: 4 | 6): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  // RFC 5952: '::' stands for the longest run of two or more zero groups, the first of equals.
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)];
  const longest = Math.max(0, ...runs.map(([run]) => run.length));
  const start = runs.find(([run]) => run.length === longest)?.index;
  if (start === undefined) return text;
  return `${text.slice(0, start)}::${text.slice(start + longest)}`.replace(/:{3,}/, '::');
}
