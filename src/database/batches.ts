import { type Context, rememberContext } from './context.ts'
import { DatabaseUnavailable, TooManyWaiting } from './errors.ts'
import { waitPatiently } from './patience.ts'

export type BatchLimits = {
  /** How many questions go together: more would make the server and its database take turns. */
  readonly size: number
  /** How many batches are under way at once, each on a connection of its own. */
  readonly connections: number
  /** How many questions wait for their batch at the most. */
  readonly mostWaiting: number
  /** For how long a question waits for its answer, in the queue and under way together. */
  readonly patienceMilliseconds: number
}

export type Batches<Question, Answer> = {
  /** @throws {TooManyWaiting | DatabaseUnavailable} and whatever the look-up throws */
  ask(question: Question): Promise<Answer>
  close(): void
}

type Asked<Question, Answer> = {
  readonly question: Question
  readonly askedAt: number
  /**
   * Whoever watches what is asked of the database finds it in the request that has waited the longest. Kept of those alone
   * that a batch may begin with: it costs as much as all else that is done for a question here.
   */
  readonly within: Context | undefined
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

/**
 * Looks questions up together. One that finds a connection free goes at once, with whatever else arrives in the same turn
 * of the event loop; those that arrive while every connection is busy go together in the next batch. Nothing waits in order
 * that a batch may fill.
 */
export function createBatches<Question, Answer>(
  limits: BatchLimits,
  lookUp: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Batches<Question, Answer> {
  type One = Asked<Question, Answer>
  const waiting: One[] = []
  /** No Set: what was taken out of one may live as long as it does, here every question that was ever asked. */
  const underWay: (readonly One[])[] = []
  let isScheduled = false
  const schedule = () => {
    if (isScheduled || waiting.length === 0 || underWay.length >= limits.connections) return
    isScheduled = true
    setImmediate(sendAll)
  }
  const sendAll = () => {
    isScheduled = false
    while (waiting.length > 0 && underWay.length < limits.connections)
      void send(waiting.splice(0, limits.size))
  }
  const send = async (batch: readonly One[]) => {
    underWay.push(batch)
    const work = () => answerAll(batch, lookUp)
    await (batch[0]?.within?.(work) ?? work())
    underWay.splice(underWay.indexOf(batch), 1)
    schedule()
  }
  const giveUp = () => {
    const before = performance.now() - limits.patienceMilliseconds
    const late = waiting.findLastIndex(({ askedAt }) => askedAt < before) + 1
    for (const one of waiting.splice(0, late)) one.reject(new DatabaseUnavailable('not asked in time'))
    for (const one of underWay.flat())
      if (one.askedAt < before) one.reject(new DatabaseUnavailable('not answered in time'))
  }
  let timer: NodeJS.Timeout | undefined
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= limits.mostWaiting) return reject(new TooManyWaiting())
        timer ??= setInterval(giveUp, limits.patienceMilliseconds / 8).unref()
        const within = waiting.length % limits.size === 0 ? rememberContext() : undefined
        const one: One = { question, askedAt: performance.now(), within, resolve, reject }
        endInTime(one, waiting)
        waiting.push(one)
        schedule()
      }),
    close: () => clearInterval(timer),
  }
}

/** Whoever asks is not kept waiting for longer than its own patience, and what still waits then is not asked. */
function endInTime<Answer>(one: Asked<unknown, Answer>, waiting: Asked<unknown, Answer>[]): void {
  const { resolve, reject } = one
  const end = waitPatiently((error) => {
    const place = waiting.indexOf(one)
    if (place >= 0) waiting.splice(place, 1)
    reject(error)
  }, 'not answered in time')
  if (end === undefined) return
  // Not written where they are assigned: see `watch.ts`.
  const endAndResolve = (answer: Answer) => {
    end()
    resolve(answer)
  }
  const endAndReject = (error: unknown) => {
    end()
    reject(error)
  }
  one.resolve = endAndResolve
  one.reject = endAndReject
}

/** Each is answered once: an answer that comes after its question was given up is nobody's. */
async function answerAll<Question, Answer>(
  batch: readonly Asked<Question, Answer>[],
  lookUp: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await lookUp(batch.map(({ question }) => question))
    for (const [index, one] of batch.entries()) one.resolve(answers[index] as Answer)
  } catch (error) {
    for (const one of batch) one.reject(error)
  }
}
