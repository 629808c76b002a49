import type { IncomingMessage } from 'node:http'
import type { Host, OauthPage } from '../../oauth/index.ts'
import type { Context } from '../context.ts'
import type { Render } from '../pages/render.ts'
import { identify } from '../visitor.ts'

/** What the engine asks of us while it handles a request that was handed to it with `remember`. */
export function createEngineHost(render: Render): { host: Host; remember: (ctx: Context) => void } {
  const contexts = new WeakMap<IncomingMessage, Context>()
  const get = (request: IncomingMessage): Context => {
    const ctx = contexts.get(request)
    if (ctx === undefined) throw new Error('the engine has a request that it was not handed')
    return ctx
  }
  return {
    remember: (ctx) => void contexts.set(ctx.req, ctx),
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

/** The engine writes the answer itself and needs only the page's text. */
function renderPage(ctx: Context, page: OauthPage, render: Render): string {
  switch (page.kind) {
    case 'error': {
      const { status, error, description } = page
      const message = description ?? 'The application sent a request that cannot be answered.'
      const { requestId } = ctx.state
      ctx.state.problem = error
      render(
        ctx,
        'error',
        { status, title: 'This request cannot be answered', message, requestId },
        { status },
      )
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
