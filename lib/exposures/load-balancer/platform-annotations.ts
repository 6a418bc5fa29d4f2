/** exposures › load balancer › platform annotations: what is wanted in the keys of one platform. */

import { parseDuration } from '../../units/duration.ts';
import type { Annotations } from '../annotations.ts';
import type { LoadBalancerOptions } from './options.ts';
import {
  LOAD_BALANCER_PLATFORMS,
  type LoadBalancerPlatform,
  type PlatformOption,
} from './platforms.ts';

/** The platform of the options; its idle time as they set it. */
export function platformOf(options: LoadBalancerOptions): LoadBalancerPlatform {
  const platform: LoadBalancerPlatform = LOAD_BALANCER_PLATFORMS[options.platform ?? 'generic'];
  const seconds = idleSecondsOf(options);
  return seconds === undefined || platform.options.idleTimeout === undefined
    ? platform
    : { ...platform, idleSeconds: seconds };
}

/** Annotations that the platform reads. */
export function platformAnnotations(options: LoadBalancerOptions): Annotations {
  const platform = platformOf(options);
  const reach = (options.scope ?? 'public') === 'public' ? platform.public : platform.internal;
  const own = Object.entries(platformValues(options)).flatMap(([option, value]) => {
    const key = keyOf(platform, option);
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return { ...platform.always, ...reach, ...Object.fromEntries(own) };
}

/** The options that only some platforms have, as text. */
export function platformValues(
  options: LoadBalancerOptions,
): Readonly<Record<PlatformOption, string | undefined>> {
  const seconds = idleSecondsOf(options);
  return {
    subnets: options.subnets?.join(','),
    addresses: options.addresses?.join(','),
    addressPool: options.addressPool,
    dnsLabel: options.dnsLabel,
    idleTimeout: seconds === undefined ? undefined : String(Math.round(seconds / 60)),
  };
}

/** Seconds of `idleTimeout`. */
export function idleSecondsOf({ idleTimeout }: LoadBalancerOptions): number | undefined {
  if (idleTimeout === undefined) return undefined;
  const parsed = parseDuration(idleTimeout);
  return parsed.ok ? parsed.value : undefined;
}

/** The annotation of an option, where the platform has it. */
export function keyOf(platform: LoadBalancerPlatform, option: string): string | undefined {
  const keys: Readonly<Record<string, string | undefined>> = platform.options;
  return keys[option];
}
