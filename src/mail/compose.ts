import { addMilliseconds, DAY } from '../lib/index.ts'
import { type Content, inWords } from './content.ts'
import type { News, Person } from './news.ts'

/** A notice that comes later than this is no news. */
const NOTICE = 2 * DAY

/** What a mail says, and until when it is worth sending: a link that is dead would only confuse. */
export type Composed = { readonly content: Content; readonly goodUntil: Date }

/** No subject holds anything that somebody typed. */
export function compose(issuer: string, news: News): Composed {
  const { host } = new URL(issuer)
  switch (news.about) {
    case 'invitation':
      return { content: invitation(issuer, host, news), goodUntil: news.expiresAt }
    case 'password_link':
      return { content: passwordLink(issuer, host, news), goodUntil: news.expiresAt }
    case 'token_issued':
      return { content: tokenIssued(issuer, host, news), goodUntil: addMilliseconds(news.at, NOTICE) }
    case 'token_leaked':
      return { content: tokenLeaked(issuer, host, news), goodUntil: addMilliseconds(news.at, NOTICE) }
  }
}

type About<Subject extends News['about']> = Extract<News, { about: Subject }>

/** Where the holder of a one-time key chooses a password. */
export const welcomeLink = (issuer: string, secret: string): string => `${issuer}/welcome?key=${secret}`

const named = ({ name, email }: Person): string => `${name} (${email})`

const invitation = (issuer: string, host: string, news: About<'invitation'>): Content => ({
  subject: `Your invitation to ${host}`,
  greeting: `Hello ${news.to.name},`,
  before: [
    `${news.by === undefined ? 'You are invited' : `${named(news.by)} has invited you`} to ${host}. There you make access tokens for your scripts, CI jobs and agents.`,
    'Choose a password here:',
  ],
  link: welcomeLink(issuer, news.secret),
  after: [
    `The link works once, until ${inWords(news.expiresAt)}. You will sign in as ${news.to.email}.`,
    'If you did not expect this, do nothing. Without a password nobody can use the account.',
  ],
})

const passwordLink = (issuer: string, host: string, news: About<'password_link'>): Content => ({
  subject: `A new password for ${host}`,
  greeting: `Hello ${news.to.name},`,
  before: [`Choose a new password for ${news.to.email} at ${host} here:`],
  link: welcomeLink(issuer, news.secret),
  after: [
    `The link works once, until ${inWords(news.expiresAt)}. Then you are signed out everywhere; your tokens keep working.`,
    'If you did not ask an administrator for it, tell one. Until the link is used, your present password works.',
  ],
})

const tokenIssued = (issuer: string, host: string, { token, ...news }: About<'token_issued'>): Content => ({
  subject: `A token was issued for you at ${host}`,
  greeting: `Hello ${news.to.name},`,
  before: [
    `${news.by === undefined ? `An operator of ${host}` : named(news.by)} has issued an access token for you.`,
    `Name: ${token.name}`,
    `Scopes: ${token.scopes.join(' ')}`,
    `Expires: ${token.expiresAt === null ? 'never' : inWords(token.expiresAt)}`,
    'You can see it, and revoke it, here:',
  ],
  link: `${issuer}/account/tokens/${token.id}`,
  after: ['Its secret is not in this mail. Whoever issued it has seen it once.'],
})

const tokenLeaked = (issuer: string, host: string, { token, ...news }: About<'token_leaked'>): Content => ({
  subject: `A token of yours was found in public, and is revoked (${host})`,
  greeting: `Hello ${news.to.name},`,
  before: [
    `Somebody found the secret of an access token of yours where everybody can read it, and reported it to ${host} at ${inWords(news.at)}. It was revoked at once: nobody can use it any more, neither you.`,
    `Name: ${token.name}`,
    `Its last characters: ${token.hint}`,
    'See where it was last used from, and generate another one, here:',
  ],
  link: `${issuer}/account/tokens/${token.id}`,
  after: [
    'Take the secret out of where it was found (a repository, a log, a chat), and put the new one into a secret store.',
  ],
})
