/** resolve › proxy socket: where a server behind a proxy in the pod listens. */

import type { SharedDirectoryPlan } from '../model/plan/container-plan.ts';

/** The directory both containers share; a socket takes no room in it. */
export const SOCKET_DIRECTORY: SharedDirectoryPlan = { name: 'proxy-socket', sizeLimit: '1Mi' };

/** Where both see it. */
export const SOCKET_FOLDER = '/run/proxy';

/** Path of the socket that is offered to the server. */
export const SOCKET_PATH = `${SOCKET_FOLDER}/server.sock`;
