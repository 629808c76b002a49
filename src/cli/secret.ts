import { Option } from 'commander'
import { OVERLAPS, type Overlap } from '../clients/index.ts'
import { shellLines } from './shell.ts'
import { facts, minute, paragraphs } from './text.ts'

export type RotateOptions = { readonly overlap: Overlap; readonly env?: true }

export const overlapOption = (): Option =>
  new Option('--overlap <time>', 'for how long the old secret stays good too')
    .choices(OVERLAPS)
    .default('day')

type Rotated = {
  readonly name: string
  readonly clientId: string
  readonly secret: string
  readonly until: Date | null
}

/** What a rotation says: lines for a shell, or what to do with the new secret. */
export function describeRotation({ name, clientId, secret, until }: Rotated, env: boolean): string {
  if (env) return shellLines({ CLIENT_ID: clientId, CLIENT_SECRET: secret })
  return paragraphs(
    `“${name}” has a new secret.`,
    facts([
      ['Client id', clientId],
      ['Client secret', secret],
      ['Old secret', until === null ? 'no longer good' : `good until ${minute(until)}`],
    ]),
    'The secret is shown this once. Keep it where the client reads it.',
  )
}
