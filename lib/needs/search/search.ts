/** needs › search: a search engine that is called over HTTP; resolve reads its variables and its hole in the network. */

import * as v from 'valibot';
import type { Need } from '../../model/need.ts';
import { checkShape, remake } from '../../model/shape.ts';
import { wholeNumber } from '../../model/unit-shape.ts';
import { partsOf } from '../parts.ts';
import { type NeedPeers, peersOf, peersShape, placeOf } from '../peers.ts';
import { clearCredentials, portProblems, portsOf } from '../urls.ts';
import {
  type Variables,
  merged,
  nothingFilled,
  variableProblems,
  variablesShape,
} from '../variables.ts';

/** What is said of the engine; at least one variable must tell the application where it is. */
export interface SearchOptions {
  /** Variables that hold its URL, e.g. `{ ELASTICSEARCH_URL: 'https://search.example.com:9200' }`. */
  readonly url?: Variables;
  readonly user?: Variables;
  readonly password?: Variables;
  /** Variables that hold an API key, as references to Secrets. */
  readonly apiKey?: Variables;
  /** Default: the ports of URLs that are written out, else 9200 (Meilisearch: 7700, Typesense: 8108, Solr: 8983). */
  readonly port?: number;
  /** Where it is. Default: any address on that port may be reached. */
  readonly to?: NeedPeers;
}

/** Elasticsearch and OpenSearch. @see https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-network.html */
const PORT = 9200;

const shape = v.strictObject({
  url: v.optional(variablesShape),
  user: v.optional(variablesShape),
  password: v.optional(variablesShape),
  apiKey: v.optional(variablesShape),
  port: v.optional(wholeNumber(1, 65_535, 'A port')),
  to: v.optional(peersShape),
});

/**
 * Needs a search engine: Elasticsearch, OpenSearch, or another that is called over HTTP.
 * @example search({ url: { ELASTICSEARCH_URL: 'http://search.data.svc:9200' }, to: { namespace: 'data' } })
 */
export function search(options: SearchOptions): Need<'search', SearchOptions> {
  const { url, user, password, apiKey } = options;
  return {
    family: 'need',
    kind: 'search',
    options,
    with: remake(search),
    check: () => {
      const problems = checkShape(shape, options);
      if (problems.length > 0) return problems;
      return [
        ...variableProblems({ url, user, password, apiKey }),
        ...portProblems('url', url, options.port),
        ...clearCredentials({ apiKey }),
        ...nothingFilled({ url }, "`url: { ELASTICSEARCH_URL: secretRef('shop-search', 'url') }`"),
      ];
    },
    facts: () => {
      const ports = portsOf(url, options.port, PORT);
      return {
        title: `Search engine at ${placeOf(options.to, ...ports)}`,
        variables: merged({ url, user, password, apiKey }),
        egress: ports.map((port) => ({ to: peersOf(options.to), port, protocol: 'TCP' })),
        parts: partsOf({ url, user, password, apiKey }),
      };
    },
  };
}
