import { facts, minute, paragraphs } from './text.ts'

/** Where the holder of a one-time key chooses a password. */
export const welcomeLink = (issuer: string, secret: string): string => `${issuer}/welcome?key=${secret}`

export const describeLink = (done: string, link: string, expiresAt: Date): string =>
  paragraphs(
    done,
    facts([
      ['Link', link],
      ['Good until', minute(expiresAt)],
    ]),
    'It works once, and is shown this once. Hand it over safely: who opens it chooses the password.',
  )
