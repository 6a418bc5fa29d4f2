/** exposures › opt-in: which of the two Services of a split a request asks for, in the order in which it is asked. */

import { type OptInChoice, optInChoices } from '../model/opt-in.ts';
import type { Route } from './neutral.ts';

/** A question to a request, and the Service it leads to. */
export interface AskedService extends OptInChoice {
  readonly serviceName: string;
}

/** The questions of a route; none where nobody may ask. */
export function askedServices({ target }: Route): readonly AskedService[] {
  const [stable, canary] = target.weights ?? [];
  if (target.optIn === undefined || stable === undefined || canary === undefined) return [];
  return optInChoices(target.optIn).map((choice) => ({
    ...choice,
    serviceName: choice.to === 'canary' ? canary.serviceName : stable.serviceName,
  }));
}
