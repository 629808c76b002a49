import type { Services } from '../../assemble.ts'
import { checkAccess, countRefusal } from '../api/bearer.ts'
import { performOnce } from '../api/once.ts'
import type { Operation } from '../api/operation.ts'
import { parse } from '../api/parse.ts'
import type { GraphqlContext } from './context.ts'
import { explain } from './explain.ts'

type Given = {
  readonly params?: object
  readonly query?: object
  readonly body?: object
  readonly idempotencyKey?: string | null | undefined
}

/**
 * An operation of the REST API, with its own checks: what that refuses is refused here, in the same words.
 * @throws {GraphQLError} with the problem's code
 */
export async function call<Reply>(context: GraphqlContext, subject: Operation, given: Given): Promise<Reply> {
  try {
    return await perform<Reply>(context, subject, given)
  } catch (error) {
    // The query was let in by its token; this field of it was not.
    countRefusal(context.services.metrics, error)
    throw explain(context, error)
  }
}

async function perform<Reply>(
  { services, caller }: GraphqlContext,
  subject: Operation,
  given: Given,
): Promise<Reply> {
  checkAccess(subject, caller)
  const input = {
    caller,
    actor: caller.actor,
    params: parse(subject.params, given.params ?? {}, 'path'),
    query: parse(subject.query, withoutNulls(given.query ?? {}), 'query'),
    body: parse(subject.body, given.body ?? {}, 'body'),
  }
  const handle = async (rooms: Services) => subject.reply.parse(await subject.handle(rooms, input))
  const { idempotencyKey: key } = given
  if (key === undefined || key === null) return (await handle(services)) as Reply
  const request = `graphql ${subject.id}\n${JSON.stringify([given.params, given.body])}`
  return (await performOnce(services, caller, { key, request }, handle)).reply as Reply
}

/** GraphQL says null for what REST leaves out; only an expiry means something by it. */
export const withoutNulls = (given: object, ...meant: string[]): object =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== null || meant.includes(name)))
