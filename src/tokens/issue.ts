import type { Executor } from '../database/index.ts'
import { newId, sha256 } from '../lib/index.ts'
import { AlreadyMinted } from './errors.ts'
import { hintOf, type TokenFormat } from './format.ts'
import type { Token } from './token.ts'
import type { TokenRow } from './token-entity.ts'
import { tokenStore } from './token-store.ts'

/** A token and its secret: the only moment at which both are known. */
export type Issued = { readonly token: Token; readonly secret: string }

type New = Pick<TokenRow, 'accountId' | 'name' | 'description' | 'scopes' | 'createdAt' | 'expiresAt'> & {
  readonly formKey: string | undefined
  readonly rotatedFrom: string | null
}

/** Writes a new token with a new secret. */
export async function issueToken(
  tx: Executor,
  format: TokenFormat,
  { formKey, ...given }: New,
): Promise<Issued> {
  const secret = format.generate()
  const id = newId()
  await tokenStore(tx).insert({
    ...given,
    id,
    secretHash: sha256(secret),
    hint: hintOf(secret),
    kind: 'personal',
    organizationId: null,
    workspaceId: null,
    madeBy: `account:${given.accountId}`,
    adoptedAt: null,
    networks: [],
    resourceServers: null,
    formKeyHash: formKey === undefined ? null : hashFormKey(given.accountId, formKey),
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
  })
  return { token: await getFresh(tx, id), secret }
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
  accountId: string,
  formKey: string | undefined,
): Promise<Issued | undefined> {
  if (formKey === undefined) return undefined
  const store = tokenStore(tx)
  const token = await store.findByFormKey(hashFormKey(accountId, formKey))
  if (token === undefined) return undefined
  const secret = format.generate()
  if (!(await store.replaceUnseenSecret(token.id, secret))) throw new AlreadyMinted(token.id)
  return { token: await getFresh(tx, token.id), secret }
}

const hashFormKey = (accountId: string, formKey: string): Buffer => sha256(`${accountId} ${formKey}`)

async function getFresh(tx: Executor, id: string): Promise<Token> {
  const token = await tokenStore(tx).find(id)
  if (token === undefined) throw new Error('a token that was just written is not there')
  return token
}
