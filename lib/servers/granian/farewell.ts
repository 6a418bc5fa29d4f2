/** servers › granian: how the start file announces the end, since granian itself cuts idle connections at once. */

import { toPython } from '../../text/python.ts';

/** Protocols whose applications can be wrapped; an RSGI application answers by an object of granian's own. */
export type WrappedProtocol = 'asgi' | 'wsgi';

/** What the announcement needs. */
export const FAREWELL_IMPORTS = ['from granian._internal import load_target'] as const;
/** And of Python's own library. */
export const FAREWELL_MODULES = ['tempfile'] as const;

/**
 * Python lines: a server that leaves a mark for its workers, and waits, before it stops them; and a loader whose
 * application says `Connection: close` while the mark is there. Workers are other processes, busy in Rust: a file is
 * what all of them see, for a microsecond a request.
 */
export function farewellLines(
  protocol: WrappedProtocol,
  seconds: number,
  factory: boolean,
): readonly string[] {
  return [
    'LEAVING = os.path.join(tempfile.gettempdir(), "granian-is-leaving")',
    '',
    '',
    'class Server(Granian):',
    '    """Says in every response that its connection ends, before granian closes those that are idle."""',
    '',
    '    def shutdown(self, exit_code=0):',
    '        with open(LEAVING, "w"):',
    `            time.sleep(${seconds})`,
    '        super().shutdown(exit_code)',
    '',
    '',
    'def load(target):',
    `    application = load_target(target, factory=${toPython(factory)})`,
    '',
    ...WRAPPERS[protocol],
    '',
    '    return answer',
  ];
}

/** Lines at the start: the mark outlives the container, because /tmp does. */
export const FAREWELL_START = ['if os.path.exists(LEAVING):', '    os.unlink(LEAVING)'] as const;

const WRAPPERS: Readonly<Record<WrappedProtocol, readonly string[]>> = {
  asgi: [
    '    async def answer(scope, receive, send):',
    '        async def close(event):',
    '            if event["type"] == "http.response.start":',
    '                event = {**event, "headers": [*event.get("headers", ()), (b"connection", b"close")]}',
    '            await send(event)',
    '',
    '        leaving = scope["type"] == "http" and os.path.exists(LEAVING)',
    '        await application(scope, receive, close if leaving else send)',
  ],
  wsgi: [
    '    def answer(environ, start_response):',
    '        def close(status, headers, *rest):',
    '            return start_response(status, [*headers, ("Connection", "close")], *rest)',
    '',
    '        return application(environ, close if os.path.exists(LEAVING) else start_response)',
  ],
};
