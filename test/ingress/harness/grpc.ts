// A pod that speaks gRPC, and a call: HTTP/2 without TLS, the outcome in trailers.
import { connect, createServer, type Http2Server } from 'node:http2';
import { port } from './pods.ts';

/** Starts a pod that answers every call with its word and the path that it was called by. */
export async function startGrpcPod(word: string, address: string): Promise<Http2Server> {
  const server = createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => stream.destroy());
    stream.resume();
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(`${word} ${String(headers[':path'])}`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return server;
}

/** Calls a method: the HTTP status, what was sent back, and the status of gRPC. */
export function call(
  proxyPort: number,
  host: string,
  path: string,
): Promise<{ readonly status: number; readonly body: string; readonly outcome: string }> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${proxyPort}`);
    session.on('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      ':authority': host,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status = 0;
    let body = '';
    let outcome = '';
    stream.setEncoding('utf8');
    stream.on('response', (headers) => (status = Number(headers[':status'])));
    stream.on('data', (part: string) => (body += part));
    stream.on('trailers', (trailers) => (outcome = String(trailers['grpc-status'])));
    stream.on('error', reject);
    stream.on('end', () => {
      session.close();
      resolve({ status, body, outcome });
    });
    stream.end();
  });
}
