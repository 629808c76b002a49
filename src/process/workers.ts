import type { Log } from '../lib/index.ts'
import { createPlace, type Place } from './place.ts'
import type { Worker } from './worker.ts'

type Deps = {
  readonly log: Log
  readonly count: number
  startWorker(): Worker
  /** All of them end as soon as they start. */
  giveUp(): void
}

/** Keeps so many workers alive. */
export function keepWorkers({ log, count, startWorker, giveUp }: Deps) {
  const alive = new Set<Worker>()
  let ending: Promise<unknown> | undefined
  const isEnding = () => ending !== undefined
  const bring = async (): Promise<Worker> => {
    const worker = startWorker()
    alive.add(worker)
    void worker.ended.then(() => alive.delete(worker))
    await worker.ready
    return worker
  }
  const isAnySteady = () => places.some((place) => place.isSteady())
  const places = Array.from(
    { length: count },
    (): Place => createPlace({ log, bring, isEnding, isAnySteady, giveUp }),
  )
  return {
    isEnding,
    /** The first alone: it migrates, and makes what is missing. @throws {WorkerEnded} where one does not start */
    async start(): Promise<Worker> {
      const [place, ...others] = places as [Place, ...Place[]]
      const first = await place.fill()
      if (!isEnding()) await Promise.all(others.map((other) => other.fill()))
      return first
    },
    /** New workers for the old ones, in turn. Stops at the first that does not start. */
    async turnOver(): Promise<void> {
      log.info('the workers are replaced, one after the other')
      for (const place of places) if (isEnding() || !(await place.turnOver())) return
      log.info('all workers are replaced')
    },
    /** Each finishes what it answers. */
    async end(): Promise<void> {
      ending ??= Promise.all([...alive].map((worker) => worker.dismiss()))
      await ending
    },
  }
}
