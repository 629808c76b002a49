import type { Expiry } from '../../tokens/index.ts'
import { ParametersInvalid } from './errors.ts'

type Given = { readonly expiresInDays?: number | undefined; readonly expiresAt?: string | null | undefined }

/** One of the two at the most. @throws {ParametersInvalid} */
export function readExpiry({ expiresInDays, expiresAt }: Given): Expiry {
  if (expiresInDays !== undefined && expiresAt !== undefined)
    throw new ParametersInvalid([{ field: 'expiresAt', message: 'cannot go with expiresInDays' }])
  if (expiresAt === null) return 'never'
  if (expiresAt !== undefined) return { at: new Date(expiresAt) }
  return expiresInDays === undefined ? undefined : { inDays: expiresInDays }
}
