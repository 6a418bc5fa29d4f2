/** volumes: what every new claim is asked with, whoever it is made for. */

import * as v from 'valibot';
import type { AccessMode, ClaimRequestPlan } from '../model/plan/volume-plan.ts';
import type { QuantityText } from '../model/spec/amounts.ts';
import { storageShape, textOf } from '../model/unit-shape.ts';
import { parseDnsSubdomain } from '../units/dns-name.ts';
import { must, type Parsed } from '../units/parsed.ts';
import { formatQuantity } from '../units/quantity.ts';
import { parseBytes } from '../units/resource-amount.ts';

/** Options of every new claim. */
export interface RequestOptions {
  /** How large, e.g. `20Gi`: it may grow later, where the storage class allows it, and never shrinks. */
  readonly size: QuantityText;
  /** Default: the default class of the cluster; empty text: no class, for a volume that is there already. */
  readonly storageClass?: string;
}

const ACCESS_MODES = [
  'ReadWriteOnce',
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOncePod',
] as const satisfies readonly AccessMode[];

/** The shape of an access mode. @internal */
export const accessModeShape = v.picklist(ACCESS_MODES);

/** The shapes of RequestOptions. @internal */
export const requestEntries = {
  size: storageShape,
  storageClass: v.optional(
    textOf((text): Parsed<unknown> =>
      text === '' ? { ok: true, value: text } : parseDnsSubdomain(text),
    ),
  ),
};

/** The request in the plan's words. */
export function requestOf(
  { size, storageClass }: RequestOptions,
  accessMode: AccessMode,
): ClaimRequestPlan {
  return {
    accessMode,
    size: formatQuantity(must(parseBytes(String(size)))),
    ...(storageClass === undefined ? {} : { storageClass }),
  };
}
