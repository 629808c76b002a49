import type { IncomingMessage } from 'node:http'
import type { Host, OauthPage } from '../../oauth/index.ts'
import type { Context } from '../context.ts'
import type { Render } from '../pages/render.ts'
import { identify } from '../visitor.ts'

const CONTEXT = Symbol('context')

type Remembered = IncomingMessage & { [CONTEXT]?: Context }

/** What the engine asks of us while it handles a request that was handed to it with `remember`. */
export function createEngineHost(render: Render): { host: Host; remember: (ctx: Context) => void } {
  const get = (request: Remembered): Context => {
    const ctx = request[CONTEXT]
    if (ctx === undefined) throw new Error('the engine has a request that it was not handed')
    return ctx
  }
  return {
    // On the request itself: through a map of weak keys, requests that are over outlive most tidying up, and make it take twice as long.
    remember: (ctx) => {
      ;(ctx.req as Remembered)[CONTEXT] = ctx
    },
    host: {
      visitor: async (request) => describeVisitor(get(request)),
      note: (request, { clientId, error }) => {
        const { state } = get(request)
        if (clientId !== undefined) state.clientId = clientId
        if (error !== undefined) state.problem = error
      },
      renderPage: async (request, _response, page) => renderPage(get(request), page, render),
    },
  }
}

async function describeVisitor(ctx: Context) {
  const visitor = ctx.state.visitor ?? (await identify(ctx))
  if (visitor === undefined) return undefined
  const { account, session } = visitor
  return { accountId: account.id, sessionId: session.id, passwordAt: session.passwordAt }
}

/** The person did nothing wrong: an application sent them here. What went wrong in its terms is shown for its makers. */
function adviseOn(status: number): string {
  return status >= 500
    ? 'That is our side’s fault, not yours. Go back to the application and try again in a few seconds.'
    : 'The application that sent you here asked for something that this server does not give. Go back to it and try again. If that does not help, show its makers this page.'
}

/** The engine writes the answer itself and needs only the page's text. */
function renderPage(ctx: Context, page: OauthPage, render: Render): string {
  switch (page.kind) {
    case 'error': {
      const { status, error, description } = page
      const { requestId } = ctx.state
      ctx.state.problem = error
      const reason = description === undefined ? error : `${error}: ${description}`
      const title = 'This request cannot be answered'
      render(ctx, 'error', { status, title, message: adviseOn(status), reason, requestId }, { status })
      break
    }
    case 'sign_out':
      render(ctx, 'engine-sign-out', { form: page.form })
      break
    case 'signed_out':
      render(ctx, 'engine-signed-out')
      break
  }
  return String(ctx.body)
}
