import type { Services } from '../../assemble.ts'
import { isSerializationFailure } from '../../database/index.ts'
import { isJson, readJson } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { authenticateBearer } from './bearer.ts'
import type { Caller } from './caller.ts'
import { MediaTypeUnsupported, PreconditionFailed } from './errors.ts'
import { checkIfMatch, etagOf, isNotModified } from './etag.ts'
import { lendTo, performOnce } from './once.ts'
import { type Operation, takesBody } from './operation.ts'
import { parse } from './parse.ts'

type Call = Parameters<Operation['handle']>[1]

/** Who may, then what was sent, then the act. */
export async function perform(ctx: Exchange, subject: Operation, params: unknown): Promise<void> {
  ctx.state.route = subject.path
  const caller = subject.access === 'public' ? undefined : await authenticateBearer(ctx, subject)
  const call = await readCall(ctx, subject, params, caller)
  answer(ctx, subject, await act(ctx, subject, call))
}

async function readCall(
  ctx: Exchange,
  subject: Operation,
  params: unknown,
  caller: Caller | undefined,
): Promise<Call> {
  const path = parse(subject.params, params, 'path')
  const query = parse(subject.query, { ...ctx.query }, 'query')
  const actor = caller?.actor ?? ctx.state.actor
  return { caller: caller as Caller, actor, params: path, query, body: await readBody(ctx, subject) }
}

async function readBody(ctx: Exchange, subject: Operation): Promise<unknown> {
  if (!takesBody(subject)) return undefined
  if (!isJson(ctx)) throw new MediaTypeUnsupported()
  await readJson(ctx)
  return parse(subject.body, ctx.request.body ?? {}, 'body')
}

/** @returns what goes out, field by field as the schema names it */
async function act(ctx: Exchange, subject: Operation, call: Call): Promise<unknown> {
  const { services } = ctx.state
  const handle = async (rooms: Services) => subject.reply.parse(await subject.handle(rooms, call))
  if (subject.method === 'post' && ctx.get('idempotency-key') !== '' && subject.access !== 'public')
    return await actOnce(ctx, call, handle)
  if (subject.current !== undefined && ctx.get('if-match') !== '')
    return await actIfUnchanged(ctx, subject.current, call, handle)
  return await handle(services)
}

type Handle = (services: Services) => Promise<unknown>

async function actOnce(ctx: Exchange, { caller }: Call, handle: Handle): Promise<unknown> {
  const key = ctx.get('idempotency-key')
  const request = `${ctx.method} ${ctx.originalUrl}\n${JSON.stringify(ctx.request.body ?? null)}`
  const { reply, isRepeated } = await performOnce(ctx.state.services, caller, { key, request }, handle)
  if (isRepeated) ctx.set('Idempotency-Replayed', 'true')
  return reply
}

/** Nobody else changes it between the look and the change: the transaction sees one state, and may only change that. */
async function actIfUnchanged(
  ctx: Exchange,
  current: Operation,
  call: Call,
  handle: Handle,
): Promise<unknown> {
  const { services } = ctx.state
  try {
    return await services.transact(async (rooms) => {
      const lent = lendTo(services, rooms)
      checkIfMatch(ctx, etagOf(current, current.reply.parse(await current.handle(lent, call))))
      return await handle(lent)
    }, 'REPEATABLE READ')
  } catch (error) {
    if (isSerializationFailure(error)) throw new PreconditionFailed()
    throw error
  }
}

function answer(ctx: Exchange, subject: Operation, reply: unknown): void {
  ctx.status = subject.status
  if (subject.location !== undefined) ctx.set('Location', subject.location(reply as never))
  if (subject.status === 204) return
  if (subject.current !== undefined || subject.version !== undefined) setEtag(ctx, subject, reply)
  if (ctx.status !== 304) ctx.body = reply
}

function setEtag(ctx: Exchange, subject: Operation, reply: unknown): void {
  const etag = etagOf(subject.current ?? subject, reply)
  ctx.set('ETag', etag)
  if (subject.method === 'get' && isNotModified(ctx, etag)) ctx.status = 304
}
