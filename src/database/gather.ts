import { isProductError } from '../lib/index.ts'
import { type BatchLimits, createBatches } from './batches.ts'
import type { Database, Executor } from './database.ts'
import { isDatabaseFault } from './errors.ts'

/** What became of one of several that were done together. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly refusal: unknown }

export type Gathered<Wish, Answer> = {
  /** @throws the refusal, and whatever the work throws */
  ask(wish: Wish): Promise<Answer>
  close(): void
}

/**
 * Does in one transaction what is asked for at the same time: one commit waits for the disk on behalf of all. `work` answers
 * each wish for itself; a refusal of one of them leaves the others as they are. Where the database refuses a statement of it,
 * nothing of it has been done, and each is done again in a transaction of its own, so that only those fail whose own it is.
 */
export function gather<Wish, Answer>(
  database: Pick<Database, 'transaction'>,
  limits: BatchLimits,
  work: (tx: Executor, wishes: readonly Wish[]) => Promise<readonly Outcome<Answer>[]>,
): Gathered<Wish, Answer> {
  const together = (wishes: readonly Wish[]) => database.transaction((tx) => work(tx, wishes))
  const batches = createBatches<Wish, Outcome<Answer>>(limits, async (wishes) => {
    try {
      return await together(wishes)
    } catch (error) {
      // Nobody knows what a database that is away has done: that is asked of it once.
      if (wishes.length === 1 || isDatabaseFault(error)) throw error
      return await oneByOne(wishes, together)
    }
  })
  return {
    ask: async (wish) => unwrap(await batches.ask(wish)),
    close: batches.close,
  }
}

async function oneByOne<Wish, Answer>(
  wishes: readonly Wish[],
  work: (wishes: readonly Wish[]) => Promise<readonly Outcome<Answer>[]>,
): Promise<Outcome<Answer>[]> {
  const outcomes: Outcome<Answer>[] = []
  for (const wish of wishes) {
    try {
      outcomes.push(...(await work([wish])))
    } catch (refusal) {
      outcomes.push({ refusal })
    }
  }
  return outcomes
}

/** A refusal is the answer to one wish. Anything else may have spoilt the transaction, and is everybody's. */
export async function settle<Answer>(decide: () => Promise<Answer>): Promise<Outcome<Answer>> {
  try {
    return { answer: await decide() }
  } catch (error) {
    if (!isProductError(error) || isDatabaseFault(error)) throw error
    return { refusal: error }
  }
}

/** @throws the refusal */
export function unwrap<Answer>(outcome: Outcome<Answer>): Answer {
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.answer
}
