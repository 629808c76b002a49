import { isProductError } from '../lib/index.ts'
import type { Context, Middleware } from './context.ts'
import { PageNotFound } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { Render } from './pages/render.ts'
import { type Problem, toProblem } from './problem.ts'

/** Answers whatever was thrown below, and what nobody answered: a page for people, RFC 9457 for programs. */
export const errors =
  (render: Render): Middleware =>
  async (ctx, next) => {
    try {
      await next()
      if (ctx.respond !== false && ctx.status >= 400 && !ctx.body) throw findUnanswered(ctx)
    } catch (error) {
      answer(ctx, error, render)
    }
  }

/** The router says 501 to a method that none of its routes has; for whoever asks, that is a 405 like any other. */
function findUnanswered({ status }: Context): Error {
  if (status === 404) return new PageNotFound()
  return Object.assign(new Error('not answered'), { status: status === 501 ? 405 : status })
}

function answer(ctx: Context, error: unknown, render: Render): void {
  const problem = begin(ctx, error)
  if (problem === undefined) return
  ctx.respond = true
  if (wantsPage(ctx)) answerPage(ctx, problem, render)
  else answerJson(ctx, problem)
}

/** For a program, whatever else it would accept. */
export function answerProgram(ctx: Exchange, error: unknown): void {
  const problem = begin(ctx, error)
  if (problem !== undefined) answerJson(ctx, problem)
}

/** What the log and the headers say of it; `undefined` where an answer has begun. */
function begin(ctx: Exchange, error: unknown): Problem | undefined {
  const problem = toProblem(error)
  log(ctx, problem, error)
  if (ctx.headerSent) return undefined
  ctx.state.problem = problem.code
  if (problem.retryAfterSeconds !== undefined)
    ctx.set('Retry-After', String(Math.ceil(problem.retryAfterSeconds)))
  return problem
}

/** A fault of ours is an error with its stack; a refusal is a word in the request's own line, its reason at debug. */
function log(ctx: Exchange, { status, code }: Problem, error: unknown): void {
  const { services, requestId } = ctx.state
  if (status === 500) services.log.error({ requestId, error }, 'a request failed')
  else if (status === 503) services.log.warn({ requestId, error }, 'a request could not be answered')
  else services.log.debug({ requestId, problem: code, ...reasonOf(error) }, 'a request was refused')
}

const reasonOf = (error: unknown): object =>
  isProductError(error) ? { detail: error.detail } : { reason: (error as Error).message }

/** A browser says that it wants HTML; everything else is a program. */
const wantsPage = (ctx: Context): boolean =>
  !ctx.path.startsWith('/api/') && ctx.accepts('application/json', 'text/html') === 'text/html'

function answerJson(ctx: Exchange, { status, title, code, message, field, problems }: Problem): void {
  ctx.status = status
  ctx.body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: message,
    code,
    field,
    errors: problems,
    requestId: ctx.state.requestId,
  })
  ctx.set('Content-Type', 'application/problem+json')
}

function answerPage(ctx: Context, { status, title, message }: Problem, render: Render): void {
  const { requestId, services } = ctx.state
  try {
    render(ctx, 'error', { status, title, message, requestId }, { status })
  } catch (error) {
    services.log.error({ requestId, error }, 'the error page could not be rendered')
    ctx.status = status
    ctx.type = 'text/plain'
    ctx.body = `${status} ${title}\n\n${message}\n\nRequest id: ${requestId}\n`
  }
}
