import { Counter, type Registry } from 'prom-client'
import { startAtZero } from './count-tokens.ts'

const SIGN_IN_OUTCOMES = ['success', 'refused', 'throttled', 'busy'] as const
export type SignInOutcome = (typeof SIGN_IN_OUTCOMES)[number]

type JobOutcome = 'done' | 'retried' | 'failed'

/** People who come in by their password, and what is done later in the background. */
export function countDoors(registry: Registry) {
  const registers = [registry]
  const signIns = new Counter({
    name: 'patmint_sign_ins_total',
    help: 'Passwords that were checked at the sign-in page, by outcome.',
    labelNames: ['outcome'],
    registers,
  })
  startAtZero(signIns, 'outcome', SIGN_IN_OUTCOMES)
  const jobs = new Counter({
    name: 'patmint_jobs_total',
    help: 'Tries at jobs such as sending a mail, by queue and outcome; failed: given up.',
    labelNames: ['queue', 'outcome'],
    registers,
  })
  return {
    countSignIn: (outcome: SignInOutcome) => signIns.inc({ outcome }),
    /** `queue` is a name in the code, never one that somebody chose. */
    countJob: (queue: string, outcome: JobOutcome) => jobs.inc({ queue, outcome }),
  }
}
