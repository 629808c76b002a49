import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../lib/index.ts'
import { createBackOff, STEADY_AFTER } from './back-off.ts'
import type { Worker } from './worker.ts'

type PlaceDeps = {
  readonly log: Log
  /** A new worker that is ready. @throws {WorkerEnded} */
  bring(): Promise<Worker>
  isEnding(): boolean
  /** Does any worker serve that has done so for a while? */
  isAnySteady(): boolean
  giveUp(): void
}

export type Place = ReturnType<typeof createPlace>

/** One of the places for workers. Once it is taken, it is kept taken. */
export function createPlace(deps: PlaceDeps) {
  const { log, bring, isEnding } = deps
  const backOff = createBackOff()
  let current: Worker | undefined
  let isTurning = false

  const settle = (worker: Worker): void => {
    current = worker
    void worker.ended.then(() => (isTurning ? undefined : replaceIfMissed(worker)))
  }
  const replaceIfMissed = (worker: Worker): void => {
    if (current !== worker || isEnding()) return
    current = undefined
    const { code, signal } = worker.end() ?? {}
    log.error({ ended: worker.id, code, signal }, 'a worker has ended; another one takes its place')
    void refill(worker.livedMilliseconds())
  }
  const refill = async (livedMilliseconds = 0): Promise<void> => {
    const wait = backOff.noteEnd(livedMilliseconds)
    if (backOff.isHopeless() && !deps.isAnySteady()) return deps.giveUp()
    await sleep(wait)
    if (isEnding()) return
    try {
      settle(await bring())
    } catch (error) {
      if (isEnding()) return
      log.error({ error }, 'a worker could not be started; trying again')
      await refill()
    }
  }

  return {
    /** @throws {WorkerEnded} */
    async fill(): Promise<Worker> {
      const worker = await bring()
      settle(worker)
      return worker
    },
    /**
     * A new worker for the old one, which finishes what it answers once the new one listens.
     * @returns whether the new one started
     */
    async turnOver(): Promise<boolean> {
      const old = current
      if (old === undefined) return true
      isTurning = true
      const next = await bring().catch((error: unknown) => {
        if (!isEnding()) log.error({ error }, 'the new worker could not be started; the old one goes on')
      })
      isTurning = false
      if (next !== undefined) settle(next)
      if (next !== undefined) await old.dismiss()
      // It may have ended while nobody minded.
      else if (old.end() !== undefined) replaceIfMissed(old)
      return next !== undefined
    },
    isSteady: () => (current?.livedMilliseconds() ?? 0) >= STEADY_AFTER,
  }
}
