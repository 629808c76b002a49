import { z } from 'zod'
import type { Services } from '../../assemble.ts'
import type { Actor } from '../../audit/index.ts'
import type { Caller } from './caller.ts'
import type { ProblemCode } from './problems.ts'
import type { Tag } from './tags.ts'

/** Who may call: whoever holds a live token with this scope, any live token at all, or anybody. */
type Access =
  | 'patmint:read'
  | 'patmint:write'
  | 'patmint:self_rotate'
  | 'patmint:admin'
  | 'any_token'
  | 'public'

type Given<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
}

/** One endpoint: all that is true of it stands in one object, and routing, checks and documentation are made from it. */
export type Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> = {
  /** Its name in the documentation and in generated clients: `listTokens`. */
  readonly id: string
  readonly tag: Tag
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/api/v1/tokens/{tokenId}`. */
  readonly path: string
  readonly access: Access
  readonly summary: string
  /** In a few sentences: what a caller has to know that the schemas do not say. */
  readonly description: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly status: 200 | 201 | 202 | 204
  /** The reply, field by field: what is not named here never leaves. */
  readonly reply: z.ZodType
  /** What can go wrong beside what always can. */
  readonly errors: readonly ProblemCode[]
  /** Also for a token that names networks and is shown from outside of them: to end it, wherever it was found. */
  readonly fromAnywhere?: true
  /** Also for a token that is bound to other APIs: it is about itself. */
  readonly evenIfBound?: true
  /** The reply holds a secret that is shown this once. */
  readonly showsSecret?: true
  /** Where what was made is found from now on. */
  readonly location?: (reply: never) => string
  /** What of a reply its `ETag` stands for: the rest may change without anybody's doing. All of it where nothing is said. */
  readonly version?: (reply: never) => unknown
  /** `get` of the same thing, for `If-Match` on a `patch`. */
  readonly current?: Operation
  readonly handle: (
    services: Services,
    call: Given<Params, Query, Body> & { readonly caller: Caller; readonly actor: Actor },
  ) => Promise<unknown>
}

const NOTHING = z.strictObject({})
const ANYTHING = z.unknown()

type Optional = 'params' | 'query' | 'body' | 'errors'

/** An operation; what is left out takes nothing from the address, and nothing from the body. */
export const operation = <
  P extends z.ZodType = typeof NOTHING,
  Q extends z.ZodType = typeof NOTHING,
  B extends z.ZodType = typeof ANYTHING,
>(
  given: Omit<Operation<P, Q, B>, Optional> & {
    params?: P
    query?: Q
    body?: B
    errors?: readonly ProblemCode[]
  },
): Operation =>
  ({
    ...given,
    params: given.params ?? NOTHING,
    query: given.query ?? NOTHING,
    body: given.body ?? ANYTHING,
    errors: given.errors ?? [],
  }) as unknown as Operation

/** Whether the operation reads a body. */
export const takesBody = (subject: Operation): boolean => subject.body !== ANYTHING
