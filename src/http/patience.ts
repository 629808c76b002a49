import { withPatience } from '../database/index.ts'
import type { Middleware } from './context.ts'

/** What else there is to do is done in the rest of the two seconds within which a database that is away is a 503 (W9). */
const PATIENCE_MILLISECONDS = 1_500

/** No request waits for the database for longer than this, however many statements it has. */
export const patiently = <T>(work: () => T): T => withPatience(PATIENCE_MILLISECONDS, work)

export const patience: Middleware = (_ctx, next) => patiently(next)
