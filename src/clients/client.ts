/** The client id of Patmint's own client, to which every personal access token is issued. */
export const INTERNAL_CLIENT_ID = 'patmint'

export type Client = {
  /** The OAuth `client_id`. */
  readonly id: string
  readonly kind: 'internal' | 'resource_server' | 'application'
  readonly name: string
  /** `client_secret_basic` stands for `client_secret_post` too; `none` is a public client (RFC 6749 §2.1). */
  readonly authMethod: 'client_secret_basic' | 'none'
  /** Secrets are 256 random bits, kept as SHA-256: there is nothing that a slow hash would protect. */
  readonly secretHash: Buffer | null
  /** The secret before this one, which is good too until its end: so that an API can be moved to the new one at leisure. */
  readonly previousSecretHash: Buffer | null
  readonly previousSecretEndsAt: Date | null
  /** Ours: it needs no consent, and may revoke personal access tokens. */
  readonly firstParty: boolean
  readonly redirectUris: string[]
  readonly grantTypes: string[]
  /** A resource server's identifier (RFC 8707 §2). */
  readonly audience: string | null
  readonly createdAt: Date
  readonly disabledAt: Date | null
}

/** Whether the secret before this one is still good too. */
export const hasTwoSecrets = (client: Pick<Client, 'previousSecretEndsAt'>, now: Date): boolean =>
  client.previousSecretEndsAt !== null && now < client.previousSecretEndsAt
