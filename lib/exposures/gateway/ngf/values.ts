/** exposures › gateway › ngf › values: sizes and times of at most four digits. @see https://github.com/nginx/nginx-gateway-fabric/blob/v2.7.0/apis/v1alpha1/shared_types.go */

import { nginxSize } from '../../../units/byte-size.ts';

/** A size as `10m`; undefined where four digits are not enough. */
export function ngfSize(bytes: number): string | undefined {
  const text = nginxSize(bytes, 'offset');
  return /^\d{1,4}[kmg]?$/.test(text) ? text : undefined;
}

const UNITS = [
  ['s', 1],
  ['m', 60],
  ['h', 3600],
] as const;

/** A time as `36s`, in the smallest unit that fits; undefined where four digits are not enough. */
export function ngfDuration(seconds: number): string | undefined {
  if (!Number.isInteger(seconds)) {
    const milliseconds = Math.ceil(seconds * 1000);
    return milliseconds < 10_000 ? `${milliseconds}ms` : undefined;
  }
  const fit = UNITS.find(([, factor]) => seconds % factor === 0 && seconds / factor < 10_000);
  return fit === undefined ? undefined : `${seconds / fit[1]}${fit[0]}`;
}
