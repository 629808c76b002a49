import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Module, Scope } from '../scopes/index.ts'

/** What a resource server would get: shown on the consent page in words (`describeScopes(scopes, modules)`). */
export type RequestedResource = {
  readonly audience: string
  readonly name: string
  readonly modules: readonly Module[]
  readonly scopes: readonly Scope[]
}

/** What an application asks of the person who is looking at `/interaction/:uid`. */
export type InteractionView = {
  readonly uid: string
  readonly prompt: 'login' | 'consent'
  readonly client: { readonly id: string; readonly name: string; readonly firstParty: boolean }
  /**
   * Only for `login`: being signed in is not enough, the password must be entered again (the application asked for
   * that, or for another account). Otherwise a page that has a visitor calls `finishLogin` at once and shows nothing.
   */
  readonly mustEnterPassword: boolean
  /** The email that the application thinks the person will use: prefill the field with it. */
  readonly loginHint: string | undefined
  /** Only for `consent`: of openid, profile, email, offline_access those that are asked for. */
  readonly identityScopes: readonly string[]
  /** Only for `consent`: what it may do at which API. */
  readonly resources: readonly RequestedResource[]
  /**
   * Where the browser will end up after the form is posted. The page's `form-action` must name it besides 'self':
   * Chromium applies form-action to the redirects that follow a form post, too.
   */
  readonly redirectOrigin: string | undefined
}

/** The person who is signed in here, as the `sessions` room knows them. */
export type SignedIn = { readonly accountId: string; readonly sessionId: string; readonly passwordAt: Date }

/** How the pages at `/interaction/:uid` answer an authorization request. Each of the last three returns where to send the browser (303). */
export type Interactions = {
  /** @throws {InteractionNotFound} where it has expired, was answered already, or belongs to another browser. */
  interaction(req: IncomingMessage, res: ServerResponse): Promise<InteractionView>
  /** @throws {InteractionNotFound}, {PasswordNeeded} where `mustEnterPassword` and `passwordAt` is from before. */
  finishLogin(req: IncomingMessage, res: ServerResponse, by: SignedIn): Promise<string>
  /** Grants exactly what the view listed. @throws {InteractionNotFound} where another account is signed in by now. */
  finishConsent(req: IncomingMessage, res: ServerResponse, accountId: string): Promise<string>
  /** "Cancel": the application is told `access_denied`. */
  abort(req: IncomingMessage, res: ServerResponse): Promise<string>
}
