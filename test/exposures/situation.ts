/** A situation exposures are asked in: the shop with one web process. */

import type { ExposureInput, ExposureTarget } from '../../lib/model/exposure.ts';

/** A web process of the shop. */
export function target(over: Partial<ExposureTarget> = {}): ExposureTarget {
  return {
    serviceName: 'shop',
    portName: 'http',
    port: 80,
    protocol: 'http',
    requestTimeoutSeconds: 30,
    ...over,
  };
}

/** The shop, with other processes where given. */
export function situation(
  targets: Readonly<Record<string, ExposureTarget>> = { web: target() },
  over: Partial<ExposureInput> = {},
): ExposureInput {
  return {
    name: 'shop',
    path: 'expose',
    namespace: 'shop-production',
    kubernetes: '1.33',
    targets,
    defaultTarget: 'web',
    ...over,
  };
}
