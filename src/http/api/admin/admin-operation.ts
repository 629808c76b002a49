import type { z } from 'zod'
import { type Action, requirePermission } from '../../../permissions/index.ts'
import { standingsHere } from '../caller.ts'
import { type Operation, operation } from '../operation.ts'
import type { ProblemCode } from '../problems.ts'

type Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Omit<
  Operation<P, Q, B>,
  'access' | 'params' | 'query' | 'body' | 'errors'
> & { params?: P; query?: Q; body?: B; errors?: readonly ProblemCode[] }

type Nothing = z.ZodObject<Record<never, never>>

/**
 * An operation of the administration: to everybody who is not permitted there is nothing at its address, whatever their
 * token's scopes, and whether or not there is what they ask for.
 */
export const adminOperation = <
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = z.ZodUnknown,
>(
  action: Action,
  given: Given<P, Q, B>,
): Operation =>
  operation<P, Q, B>({
    ...given,
    access: 'patmint:admin',
    errors: ['not_found', ...(given.errors ?? [])],
    handle(services, call) {
      requirePermission(action, standingsHere(call.caller))
      return given.handle(services, call)
    },
  })
