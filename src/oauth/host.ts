import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SignedIn } from './interaction.ts'

/** What the engine wants a page for. */
export type OauthPage =
  | {
      readonly kind: 'error'
      readonly status: number
      readonly error: string
      readonly description: string | undefined
    }
  /** "Sign out?": `form` is HTML with the hidden fields; its buttons are `<button form="op.logoutForm" name="logout" value="yes">` and one without a name for "stay". */
  | { readonly kind: 'sign_out'; readonly form: string }
  | { readonly kind: 'signed_out' }

/** What the engine asks of the http room, which it cannot import. Bound once with `oauth.bind(host)` before serving. */
export type Host = {
  /** Who is signed in by our own session cookie. */
  visitor(req: IncomingMessage, res: ServerResponse): Promise<SignedIn | undefined>
  /** The whole page as HTML. */
  renderPage(req: IncomingMessage, res: ServerResponse, page: OauthPage): Promise<string>
  /** For the line that the request gets in the log: which client it was about, and the error that it got. */
  note?(req: IncomingMessage, facts: { clientId: string | undefined; error: string | undefined }): void
}

/** Until somebody binds a better one: nobody is signed in, and pages are plain. */
export const plainHost: Host = {
  visitor: async () => undefined,
  renderPage: async (_req, _res, page) =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Patmint</title>${describe(page)}</html>`,
}

function describe(page: OauthPage): string {
  switch (page.kind) {
    case 'error':
      return `<h1>This request cannot be answered</h1><p>${toHtml(page.error)}</p><p>${toHtml(page.description ?? '')}</p>`
    case 'sign_out':
      return `<h1>Sign out?</h1>${page.form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button> <button form="op.logoutForm">Stay signed in</button>`
    case 'signed_out':
      return '<h1>You are signed out.</h1>'
  }
}

const toHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
