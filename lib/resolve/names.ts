/** resolve › names: every object name and selector, made once from the service and its processes; nothing else decides them. */

import { DEFAULT_ENVIRONMENT } from '../model/service.ts';

/** Namespace of a service in an environment that names none. */
export function usualNamespace(service: string, environment: string): string {
  return environment === DEFAULT_ENVIRONMENT ? service : `${service}-${environment}`;
}

/** Labels by which all objects of a service are found. */
export function serviceLabels(service: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': service, 'app.kubernetes.io/instance': service };
}

/** Labels that tell the pods of one process from all others; immutable once deployed. */
export function processSelector(
  service: string,
  process: string,
): Readonly<Record<string, string>> {
  return { ...serviceLabels(service), 'app.kubernetes.io/component': process };
}

/** Prefix of the names of a process' objects. */
export function processObjectName(service: string, process: string): string {
  return `${service}-${process}`;
}

/** Label that tells parallel stacks of one process apart. */
export const SLOT_LABEL = 'slot';
