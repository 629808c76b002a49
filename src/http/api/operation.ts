import { z } from 'zod'
import type { Services } from '../../assemble.ts'
import { readJson } from '../body.ts'
import type { Context } from '../context.ts'
import { authenticateBearer, type Caller } from './bearer.ts'
import { ParametersInvalid } from './errors.ts'

/** One endpoint: all that is true of it stands in one object, and the documentation is made from the same object. */
export type Operation<Params extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/api/v1/tokens/{tokenId}`. */
  readonly path: string
  readonly summary: string
  readonly params: Params
  readonly body: Body
  readonly status: 200 | 201 | 204
  /** Also for a token that names networks and is shown from outside of them: to end it, wherever it was found. */
  readonly fromAnywhere?: true
  /** The reply, field by field: what is not named here never leaves. */
  readonly reply: z.ZodType
  readonly handle: (
    services: Services,
    call: { caller: Caller; params: z.output<Params>; body: z.output<Body> },
  ) => Promise<unknown>
}

const NOTHING = z.unknown()

/** An operation; what is left out takes nothing from the address or the body. */
export const operation = <P extends z.ZodType = typeof NOTHING, B extends z.ZodType = typeof NOTHING>(
  given: Omit<Operation<P, B>, 'params' | 'body'> & { params?: P; body?: B },
): Operation =>
  ({ ...given, params: given.params ?? NOTHING, body: given.body ?? NOTHING }) as unknown as Operation

/** Who may, then what was sent, then the act. */
export async function perform(ctx: Context, subject: Operation, params: unknown): Promise<void> {
  const caller = await authenticateBearer(ctx, subject.fromAnywhere === true)
  await readJson(ctx, async () => {})
  const call = { caller, params: read(subject.params, params), body: read(subject.body, ctx.request.body) }
  const reply = await subject.handle(ctx.state.services, call)
  ctx.status = subject.status
  if (subject.status !== 204) ctx.body = subject.reply.parse(reply)
}

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new ParametersInvalid(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid')
}
