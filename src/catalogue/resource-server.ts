import { type Module, type Scope, scopesOf } from '../scopes/index.ts'
import { InvalidAudience } from './errors.ts'

/** An API that asks `/introspect`: a confidential client with an audience and the modules that it serves. */
export type ResourceServer = {
  /** Its OAuth `client_id`. */
  readonly clientId: string
  readonly name: string
  /** An absolute URI (RFC 8707 §2): the `aud` of what it is told about. */
  readonly audience: string
  readonly modules: Module[]
  readonly createdAt: Date
  readonly disabledAt: Date | null
  /** Until then the secret before its present one is good too. */
  readonly previousSecretEndsAt: Date | null
}

/** A module and the names of the resource servers that serve it. */
export type ListedModule = Module & { readonly resourceServers: string[] }

/**
 * RFC 8707 §2: an absolute URI, and no fragment.
 * @throws {InvalidAudience}
 */
export function parseAudience(given: string): string {
  const audience = given.trim()
  if (
    audience.length > 500 ||
    !/^[\x21-\x7e]+$/.test(audience) ||
    !URL.canParse(audience) ||
    audience.includes('#')
  ) {
    throw new InvalidAudience()
  }
  return audience
}

/** The scopes that it serves no more, once these modules are all that it serves; none where they stay as they are. */
export const scopesDropped = ({ modules }: ResourceServer, left: readonly string[] | undefined): Scope[] =>
  left === undefined ? [] : modules.filter(({ name }) => !left.includes(name)).flatMap(scopesOf)
