import type { Services } from '../../assemble.ts'
import type { Caller } from '../api/caller.ts'

/** What every resolver finds. */
export type GraphqlContext = {
  readonly services: Services
  readonly caller: Caller
  readonly requestId: string
}
