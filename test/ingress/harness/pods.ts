// Pods that answer with their version, and the EndpointSlices by which controllers find them.
import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ApiClient } from '../../support/api-client.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { at, textAt } from '../../support/kubernetes-object.ts';
import { apply } from './apply.ts';

/** What an EndpointSlice is written from: an address, and the labels by which Services select it. */
export interface Addressed {
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A pod: a server on an address of its own. */
export interface Pod extends Addressed {
  readonly word: string;
  readonly server: Server;
}

/** Port on which every pod listens. */
export const port = 8000;
let last = 10;

/** Starts a pod. It answers `WORD PATH`, waits where it is asked to (`?wait=MS`), shows a header it was sent (`?shown=NAME`), and accepts upgrades. */
export async function startPod(
  word: string,
  labels: Readonly<Record<string, string>>,
): Promise<Pod> {
  const address = `10.250.0.${++last}`;
  const server = createServer((request, response) => answer(word, request, response));
  server.keepAliveTimeout = 75_000;
  server.on('upgrade', (request: IncomingMessage, socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return { word, address, labels, server };
}

function answer(word: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://pod');
  request.resume();
  request.on('end', () => {
    response.setHeader('x-pod', word);
    const shown = url.searchParams.get('shown');
    const header = shown === null ? '' : ` ${String(request.headers[shown])}`;
    setTimeout(
      () => response.end(`${word} ${url.pathname}${header}`),
      Number(url.searchParams.get('wait')),
    );
  });
}

/**
 * What the EndpointSlice controller would write for Services: one slice for each, which is changed in one update, as that
 * controller does for a few pods (`finalize` in k8s.io/endpointslice reconciler.go, v1.37).
 */
export async function applyEndpoints(
  client: ApiClient,
  services: readonly KubernetesObject[],
  pods: readonly Addressed[],
): Promise<void> {
  await apply(
    client,
    services.map((service) => {
      const selector = Object.entries(Object(at(service, 'spec', 'selector')));
      const selected = pods.filter(({ labels }) =>
        selector.every(([label, value]) => labels[label] === value),
      );
      const { name, namespace } = service.metadata;
      return {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${name}-pods`,
          ...(namespace === undefined ? {} : { namespace }),
          labels: { 'kubernetes.io/service-name': name },
        },
        addressType: 'IPv4',
        endpoints: selected.map(({ address }) => ({
          addresses: [address],
          conditions: { ready: true, serving: true, terminating: false },
        })),
        ports: [
          { name: textAt(service, 'spec', 'ports', 0, 'name') ?? 'http', port, protocol: 'TCP' },
        ],
      };
    }),
  );
}

/** Ends pods, with the connections that are still open. */
export function closePods(pods: readonly Pod[]): void {
  for (const { server } of pods) server.closeAllConnections();
  for (const { server } of pods) server.close();
}
