import type { Act, Attempt } from '../act.ts'
import type { Somebody, World } from '../world.ts'

/** What came of an attempt, in the words that all doors share. */
export type Outcome = {
  readonly isDone: boolean
  readonly status: number
  /** Of the problem, where there is one. */
  readonly code: string | undefined
  readonly location: string | null
  readonly text: string
  readonly requestId: string | null
}

/** What whoever may not is to meet. `undefined`: they may. */
export type Refusal = {
  readonly status: readonly number[]
  readonly code?: string
  readonly location?: RegExp
}

/** Somewhere where things are done: one table holds at all of them. */
export type Door = {
  opens(act: Act): boolean
  refusalOf(act: Act, who: Pick<Somebody, 'person'>): Refusal | undefined
  send(world: World, who: Somebody, act: Act, attempt: Attempt): Promise<Outcome>
}
