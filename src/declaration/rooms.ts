import type { Catalogue } from '../catalogue/index.ts'
import type { Clients } from '../clients/index.ts'
import type { Organizations } from '../organizations/index.ts'
import type { Policies } from '../policy/index.ts'
import type { Tokens } from '../tokens/index.ts'

/** The rooms whose verbs a declaration is made of, all on one database or in one transaction. */
export type Rooms = {
  readonly catalogue: Catalogue
  readonly clients: Clients
  readonly organizations: Organizations
  readonly policies: Policies
  readonly tokens: Pick<Tokens, 'countLiveWith' | 'findNonCompliant' | 'close'>
}
