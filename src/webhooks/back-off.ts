import { HOUR, MINUTE, SECOND } from '../lib/index.ts'

/** How long each further try waits, as Standard Webhooks suggests: three days and a half in all. */
const BACK_OFF = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const

export const RETRIES = BACK_OFF.length

/** `undefined` where there is no further try. */
export const nextWait = (retriesLeft: number): number | undefined => BACK_OFF[RETRIES - retriesLeft]
