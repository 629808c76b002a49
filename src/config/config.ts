import type { z } from 'zod'
import type { options } from './options.ts'

type Read = { [Name in keyof typeof options]: z.output<(typeof options)[Name]['schema']> }

/** What the environment said, checked, with every default filled in. Made once at start and never changed. */
export type Config = Omit<Read, 'issuer'> & {
  /** An origin without a trailing slash: `https://tokens.example.com`. */
  readonly issuer: string
  /** True where the issuer is not a loopback address. */
  readonly production: boolean
}
