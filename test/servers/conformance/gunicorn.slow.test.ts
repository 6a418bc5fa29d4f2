// gunicorn as real processes: every supported version in every worker class keeps what its plan promises.
import { serverKeepsItsPlan } from './conformance.ts';
import { PROFILES } from './gunicorn-profiles.ts';

PROFILES.forEach(serverKeepsItsPlan);
