import type { Executor } from '../database/index.ts'
import { newId, sha256 } from '../lib/index.ts'
import { AlreadyMinted } from './errors.ts'
import { hintOf, type TokenFormat } from './format.ts'
import type { Token } from './token.ts'
import type { TokenRow } from './token-entity.ts'
import { tokenStore } from './token-store.ts'

/** A token and its secret: the only moment at which both are known. */
export type Issued = { readonly token: Token; readonly secret: string }

/** The same, before the token has been read back. */
export type Written = { readonly id: string; readonly secret: string }

type New = Pick<
  TokenRow,
  | 'accountId'
  | 'kind'
  | 'organizationId'
  | 'workspaceId'
  | 'madeBy'
  | 'name'
  | 'description'
  | 'scopes'
  | 'networks'
  | 'resourceServers'
  | 'createdAt'
  | 'expiresAt'
  | 'rateLimit'
> & {
  readonly formKey: FormKey | undefined
  readonly rotatedFrom: string | null
}

/** The one-time key of a form, and who filled it in: somebody else's key is another one. */
export type FormKey = { readonly key: string; readonly filledBy: string }

/** Writes a new token with a new secret. */
export async function issueToken(tx: Executor, format: TokenFormat, given: New): Promise<Written> {
  const { row, secret } = draftToken(format, given)
  await tokenStore(tx).insert([row])
  return { id: row.id, secret }
}

/** A new token with a new secret, to be written. */
export function draftToken(
  format: TokenFormat,
  { formKey, ...given }: New,
): { readonly row: TokenRow; readonly secret: string } {
  const secret = format.generate()
  const row = {
    ...given,
    id: newId(),
    secretHash: sha256(secret),
    hint: hintOf(secret),
    adoptedAt: null,
    formKeyHash: formKey === undefined ? null : hashFormKey(formKey),
    secretShownAt: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    lastUsedBy: null,
    firstUsedAt: null,
    revokedAt: null,
    revokedBy: null,
    revokeReason: null,
    retiresAt: null,
    retiresOnFirstUse: false,
    retired: false,
    expiringToldAt: null,
    expiredToldAt: null,
  }
  return { row, secret }
}

/**
 * The same form again: a double click, or a reload of the answer. It mints nothing. While nobody has seen the secret (a
 * browser drops the first of two answers) it is replaced by a new one, which is safe as no one has it, and returned.
 * @returns `undefined` where the form has not been used
 * @throws {AlreadyMinted} once the secret has been shown
 */
export async function reissueForForm(
  tx: Executor,
  format: TokenFormat,
  formKey: FormKey | undefined,
): Promise<Written | undefined> {
  if (formKey === undefined) return undefined
  const store = tokenStore(tx)
  const id = await store.findIdByFormKey(hashFormKey(formKey))
  if (id === undefined) return undefined
  const secret = format.generate()
  if (!(await store.replaceUnseenSecret(id, secret))) throw new AlreadyMinted(id)
  return { id, secret }
}

const hashFormKey = ({ key, filledBy }: FormKey): Buffer => sha256(`${filledBy} ${key}`)
