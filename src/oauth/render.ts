import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'
import type { OauthPage } from './host.ts'

/** Pages are the http room's. What is thrown while one is made must not hide the error that it is about. */
async function render({ host, log }: EngineDeps, ctx: KoaContextWithOIDC, page: OauthPage): Promise<void> {
  try {
    ctx.body = await host().renderPage(ctx.req, ctx.res, page)
    ctx.type = 'html'
  } catch (error) {
    log.error({ error }, 'a page of the OAuth endpoints could not be rendered')
    ctx.body = page.kind === 'error' ? { error: page.error, error_description: page.description } : ''
  }
}

export async function renderError(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  out: ErrorOut,
  _error: unknown,
): Promise<void> {
  const { error, error_description: description } = out
  await render(deps, ctx, { kind: 'error', status: ctx.status, error, description })
}

export const renderSignOut = (deps: EngineDeps, ctx: KoaContextWithOIDC, form: string): Promise<void> =>
  render(deps, ctx, { kind: 'sign_out', form })

export const renderSignedOut = (deps: EngineDeps, ctx: KoaContextWithOIDC): Promise<void> =>
  render(deps, ctx, { kind: 'signed_out' })
