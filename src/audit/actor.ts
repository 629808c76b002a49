/** Who did it. */
export type Actor = {
  /**
   * `account`: a signed-in person · `operator`: somebody with a shell on the server · `client`: an OAuth client ·
   * `bearer`: somebody who holds a token's secret · `anonymous`: a request before sign-in · `system`: Patmint itself.
   */
  readonly kind: 'account' | 'operator' | 'client' | 'bearer' | 'anonymous' | 'system'
  /** The account's, client's or token's id. */
  readonly id?: string
  /** The token that an account did it with, where it was not signed in. */
  readonly tokenId?: string
  readonly address?: string
  readonly requestId?: string
}

export const SYSTEM: Actor = { kind: 'system' }
export const OPERATOR: Actor = { kind: 'operator' }

/** An actor as one word for a column: `account:0199…`, `operator`. */
export const nameActor = ({ kind, id }: Actor): string => (id === undefined ? kind : `${kind}:${id}`)

const LABELS: Record<Actor['kind'], string> = {
  account: 'a deleted account',
  client: 'a deleted client',
  operator: 'an operator, on the command line',
  bearer: 'somebody who holds the secret',
  anonymous: 'somebody who was not signed in',
  system: 'Patmint',
}

/** How people know an actor: by e-mail address or client name where there is one, else by what kind it is. */
export const labelActor = (kind: Actor['kind'], known: string | null): string => known ?? LABELS[kind]
