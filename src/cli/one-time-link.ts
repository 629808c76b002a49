import { facts, minute, paragraphs } from './text.ts'

/** `mailedTo`: the address that the link is also sent to; `undefined` where mail is off. */
export const describeLink = (
  done: string,
  { link, expiresAt, mailedTo }: { link: string; expiresAt: Date; mailedTo: string | undefined },
): string =>
  paragraphs(
    done,
    facts([
      ['Link', link],
      ['Good until', minute(expiresAt)],
      ...(mailedTo === undefined ? [] : [['Sent to', mailedTo] as [string, string]]),
    ]),
    mailedTo === undefined
      ? 'It works once, and is shown this once. Hand it over safely: who opens it chooses the password.'
      : 'It works once, and is shown this once: who opens it chooses the password. The mail goes out while the server runs.',
  )
