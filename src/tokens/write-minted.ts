import { recordAll } from '../audit/index.ts'
import { afterCommit, type Executor } from '../database/index.ts'
import { announceIssued } from './announce-issued.ts'
import type { Decided } from './decide-mint.ts'
import type { TokenDeps } from './deps.ts'
import type { Issued, Written } from './issue.ts'
import type { MintCircumstances } from './mint-circumstances.ts'
import { publishTokens } from './publish-token.ts'
import { readTokensById } from './read-tokens.ts'
import { showMinted } from './show-minted.ts'
import { tokenStore } from './token-store.ts'

type Drafted = Extract<Decided, { row: object }>

/**
 * Writes what was decided: each token with its audit event, what webhooks are to be told, and what its owner is told by
 * mail. @returns how each is found among what was issued, as people see it
 */
export async function writeMinted(
  deps: TokenDeps,
  tx: Executor,
  { now, bookInForce }: Pick<MintCircumstances, 'now' | 'bookInForce'>,
  decided: readonly Decided[],
): Promise<(one: Decided) => Issued> {
  const drafted = decided.filter(isDrafted)
  await write(deps, tx, now, drafted)
  const shown = drafted.flatMap((one) => showMinted(one, bookInForce) ?? [])
  const tokens = new Map(shown.map((token) => [token.id, token]))
  const others = decided.map((one) => writtenOf(one).id).filter((id) => !tokens.has(id))
  for (const token of await readTokensById(tx, bookInForce, others)) tokens.set(token.id, token)
  return (one) => {
    const { id, secret } = writtenOf(one)
    const token = tokens.get(id)
    if (token === undefined) throw new Error('a token that was just written is not there')
    return { token, secret }
  }
}

const isDrafted = (one: Decided): one is Drafted => 'row' in one
const writtenOf = (one: Decided): Written =>
  isDrafted(one) ? { id: one.row.id, secret: one.secret } : one.again

async function write(
  { publish, announce, metrics }: TokenDeps,
  tx: Executor,
  now: Date,
  drafted: readonly Drafted[],
): Promise<void> {
  if (drafted.length === 0) return
  await tokenStore(tx).insert(drafted.map(({ row }) => row))
  await recordAll(tx, now, drafted.map(toAuditEvent))
  await publishTokens(publish, tx, 'token.minted', drafted.map(toWebhookEvent))
  for (const { by, account, row } of drafted) {
    await announceIssued(announce, tx, by, account, row)
    afterCommit(tx, () => metrics.countCreated(row.kind))
  }
}

function toAuditEvent({ by, row }: Drafted) {
  const { name, kind, scopes, expiresAt, networks, resourceServers, organizationId } = row
  return {
    name: 'token.minted',
    by,
    accountId: row.accountId,
    tokenId: row.id,
    ...(organizationId === null ? {} : { organizationId }),
    data: { name, kind, scopes, expiresAt, networks, resourceServers },
  } as const
}

const toWebhookEvent = ({ by, account, row }: Drafted) => ({
  at: row.createdAt,
  by,
  token: { ...row, organizationId: row.organizationId ?? account.organizationId },
  more: { rotatedFrom: null },
})
