import type { Executor } from '../database/index.ts'

/** Somebody as a mail names them. */
export type Person = { readonly name: string; readonly email: string }

/** The one-time link is made of `secret`. */
type LinkNews = { readonly to: Person; readonly secret: string; readonly expiresAt: Date }

type IssuedToken = {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date | null
}

/** What a room has to tell somebody by mail. `by` is who did it; `undefined` for the operators of the server. */
export type News =
  | ({ readonly about: 'invitation'; readonly by: Person | undefined } & LinkNews)
  | ({ readonly about: 'password_link' } & LinkNews)
  | {
      readonly about: 'token_leaked'
      readonly to: Person
      readonly token: Pick<IssuedToken, 'id' | 'name'> & { readonly hint: string }
      readonly at: Date
    }
  | {
      readonly about: 'token_issued'
      readonly to: Person
      readonly by: Person | undefined
      readonly token: IssuedToken
      readonly at: Date
    }

/** Takes part in the caller's transaction: what is rolled back is never sent. Does nothing where mail is off. */
export type Announce = (tx: Executor, news: News) => Promise<void>
