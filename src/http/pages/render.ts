import { join } from 'node:path'
import { Eta } from 'eta'
import { memoize } from '../../lib/index.ts'
import { findPackageRoot, loadAssets } from '../assets.ts'
import type { Context } from '../context.ts'
import { formToken } from '../form-token.ts'

/** What the frame of every page needs; the templates find it as `it.frame`. */
type Frame = {
  readonly tabler: string
  readonly css: string
  /** Of the console; other pages do without it. */
  readonly adminCss: string
  readonly js: string
  readonly logo: string
  readonly favicon: string
  readonly path: string
  readonly account:
    | {
        readonly name: string
        readonly email: string
        readonly initial: string
        readonly isAdmin: boolean
        readonly isInOrganization: boolean
      }
    | undefined
}

export type Render = (ctx: Context, view: string, model?: object, options?: { status?: number }) => void

/** One for all: a template is compiled when it is first asked for, and kept. */
const eta = new Eta({
  views: join(findPackageRoot(), 'views'),
  cache: true,
  autoEscape: true,
  autoTrim: false,
})

/** More than there are templates: all of them are named from the root. */
const MOST_VIEWS = 1_000
const { resolvePath } = eta
// Eta looks for the file again at each of a page's dozens of `include`s.
eta.resolvePath = memoize(MOST_VIEWS, (view: string) => resolvePath?.call(eta, view) ?? view)

/**
 * Answers with a page. Everything is escaped but what a template marks as markup of our own. `it.formToken()` is made
 * when a template asks for it, so that a page without a form sets no cookie.
 */
export function createRender(): Render {
  const assets = loadAssets()
  const files = {
    tabler: assets.url('tabler.css'),
    css: assets.url('patmint.css'),
    adminCss: assets.url('admin.css'),
    js: assets.url('patmint.js'),
    logo: assets.url('logo.svg'),
    favicon: assets.url('favicon.svg'),
  }
  return (ctx, view, model = {}, { status = 200 } = {}) => {
    const frame: Frame = { ...files, path: ctx.path, account: describeAccount(ctx) }
    let token: string | undefined
    const it = {
      ...model,
      frame,
      formToken: (): string => {
        token ??= formToken(ctx)
        return token
      },
    }
    ctx.status = status
    ctx.type = 'text/html; charset=utf-8'
    // As bytes: a text would be measured first, and then be written.
    ctx.body = Buffer.from(eta.render(`/${view}`, it))
  }
}

function describeAccount(ctx: Context): Frame['account'] {
  const account = ctx.state.visitor?.account
  if (account === undefined) return undefined
  const [initial = '?'] = account.name.trim()
  return {
    name: account.name,
    email: account.email,
    initial: initial.toUpperCase(),
    isAdmin: account.role === 'admin',
    isInOrganization: ctx.state.isInOrganization === true,
  }
}
